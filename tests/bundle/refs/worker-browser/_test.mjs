import assert from 'node:assert/strict';
export default ({ files, read }) => {
  const scripts = files().filter((name) => name.startsWith('part-') && name.endsWith('.js'));
  assert.equal(scripts.length, 2, 'one script for module workers, one for classic ones');
  const [classic] = scripts.filter((name) => !/import\.meta/.test(read(name)));
  const [module] = scripts.filter((name) => /import\.meta/.test(read(name)));
  assert.ok(scripts.every((name) => read(name).includes('from the worker')));
  assert.doesNotMatch(read(classic), /^(import|export) /m);
  assert.doesNotMatch(read('main.js'), /from the worker/);
  assert.ok(read('main.js').includes(`"/app/${module}"`) && read('main.js').includes(`"/app/${classic}"`));
};
