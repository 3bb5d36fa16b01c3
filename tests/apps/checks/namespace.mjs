// node namespace.mjs PACKAGE: what `import * as`, `export *`, `require` and `import()` of a package give is the same in a
// bundle as in Node without one; plain, minified and split.
import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { modules, nexxo, workFolder } from './nexxo.mjs';
import { shape } from './shape.mjs';

const [name] = process.argv.slice(2);
const work = workFolder('namespace', name);
symlinkSync(modules, join(work, 'node_modules'));
writeFileSync(join(work, 'package.json'), '{ "type": "module" }');
const require = createRequire(join(work, 'main.js'));

const load = (path) => import(pathToFileURL(path));
const write = (file, text) => writeFileSync(join(work, file), text);
write('namespace.mjs', `import * as all from '${name}';\nexport { all };`);
write('required.cjs', `module.exports = require('${name}');`);
const { all: namespace } = await load(join(work, 'namespace.mjs'));
const exports = require(join(work, 'required.cjs'));
const [expected, required] = [shape(namespace), shape(exports)];
const { default: _, ...named } = expected;
assert.ok(Object.keys(required).length > 0);

write('star.mjs', `export * from '${name}';\n${'default' in namespace ? `export { default } from '${name}';\n` : ''}`);
write('later.mjs', `export const all = await import('${name}');`);
write('passed.mjs', `export * from '${name}';`);
write('passed-later.mjs', `export const all = await import('./passed.mjs');`);

/** Names that Node guessed from the text of a CommonJS module are there, whatever else is. */
const covers = (actual, wanted) => assert.deepEqual(Object.fromEntries(Object.keys(wanted).map((key) => [key, actual[key]])), wanted);
/** A chunk's own exports are known before it runs, those of a CommonJS module are not. */
const isCommonJs = namespace.default === exports;

for (const minify of [[], ['--minify']]) {
  const build = (out, format, files, flags) => {
    const outdir = join(work, out + minify.join(''));
    nexxo(['build', ...files, '--outdir', outdir, '--platform', 'node', '--format', format, '--no-cache', ...minify, ...flags], { cwd: work });
    writeFileSync(join(outdir, 'package.json'), JSON.stringify({ type: format === 'cjs' ? 'commonjs' : 'module' }));
    return (file) => join(outdir, file);
  };
  const esm = build('esm', 'esm', ['namespace.mjs', 'star.mjs', 'required.cjs'], ['--splitting=false']);
  covers(shape((await load(esm('namespace.js'))).all), expected);
  assert.deepEqual(shape((await load(esm('required.js'))).default), required);
  if (!isCommonJs) assert.deepEqual(shape(await load(esm('star.js'))), expected);

  const cjs = build('cjs', 'cjs', ['namespace.mjs', 'star.mjs', 'required.cjs'], []);
  covers(shape(require(cjs('namespace.js')).all), expected);
  assert.deepEqual(shape(require(cjs('required.js'))), required);
  covers(shape(require(cjs('star.js'))), expected);

  const split = build('split', 'esm', ['namespace.mjs', 'star.mjs', 'later.mjs', 'passed-later.mjs'], []);
  const { all } = await load(split('namespace.js'));
  covers(shape(all), expected);
  const later = (await load(split('later.js'))).all;
  covers(shape(later), expected);
  for (const key of Object.keys(expected)) assert.equal(later[key], all[key], `${key} is one value in all chunks`);
  covers(shape((await load(split('passed-later.js'))).all), named);
}
