import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
export default ({ outdir, src, files }) => {
  const meta = JSON.parse(readFileSync(join(dirname(outdir), 'meta.json'), 'utf8'));
  assert.deepEqual(Object.keys(meta.inputs).sort(), ['lazy.js', 'lib.js', 'main.js', 'style.css']);
  assert.equal(meta.inputs['main.js'].bytes, statSync(join(src, 'main.js')).size);
  const imports = meta.inputs['main.js'].imports;
  assert.deepEqual(
    imports.map(({ path, kind, external, original }) => [path, kind, external ?? false, original]),
    [
      ['style.css', 'import-statement', false, './style.css'],
      ['outside', 'import-statement', true, undefined],
      ['lib.js', 'import-statement', false, './lib.js'],
      ['lazy.js', 'dynamic-import', false, './lazy.js'],
    ],
  );
  const outputs = Object.entries(meta.outputs).map(([path, output]) => [resolve(src, path), output]);
  assert.deepEqual(outputs.map(([path]) => path).sort(), files().map((name) => join(outdir, name)).sort());
  for (const [path, output] of outputs) assert.equal(output.bytes, statSync(path).size, path);
  const [, main] = outputs.find(([path]) => path.endsWith('main.js'));
  assert.equal(main.entryPoint, 'main.js');
  assert.deepEqual(main.exports, ['exported']);
  assert.ok(main.inputs['main.js'].bytesInOutput > 0);
  assert.ok(resolve(src, main.cssBundle).endsWith('main.css'));
  assert.ok(main.imports.some(({ kind }) => kind === 'dynamic-import'));
  const total = outputs.flatMap(([, output]) => Object.values(output.inputs)).reduce((sum, input) => sum + input.bytesInOutput, 0);
  assert.ok(total <= outputs.reduce((sum, [, output]) => sum + output.bytes, 0));
};
