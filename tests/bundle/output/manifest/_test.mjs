import assert from 'node:assert/strict';

export default ({ read, find, files, nexxo }) => {
  const at = (name, extension) => find(new RegExp(`^assets/${name}-[\\w-]+\\.${extension}$`));
  const shared = `_${at('chunk', 'js').slice('assets/'.length)}`;
  const expected = {
    [shared]: { file: at('chunk', 'js') },
    'index.html': {
      file: at('index', 'js'),
      src: 'index.html',
      isEntry: true,
      dynamicImports: ['src/lazy.ts', 'src/other.ts'],
      css: [at('index', 'css')],
      assets: [at('logo', 'bin')],
    },
    'src/lazy.ts': {
      file: at('lazy', 'js'),
      src: 'src/lazy.ts',
      isDynamicEntry: true,
      imports: [shared],
      css: [at('lazy', 'css'), at('both', 'css')],
    },
    'src/logo.bin': { file: at('logo', 'bin'), src: 'src/logo.bin' },
    'src/other.ts': { file: at('other', 'js'), src: 'src/other.ts', isDynamicEntry: true, imports: [shared], css: [at('both', 'css')] },
  };
  assert.deepEqual(JSON.parse(read('.vite/manifest.json')), expected);
  assert.equal(nexxo(['build', '--outdir', 'named', '--manifest=in/other.json']).status, 0);
  assert.ok(files('named').includes('in/other.json') && !files('named').some((name) => name.startsWith('.vite')));
  assert.ok(!files().includes('manifest.json'));
};
