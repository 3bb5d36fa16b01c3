// Every helper that lowered code can ask for is there, as an ES module of ES2015 without effects.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertSyntax } from '../syntax.mjs';

const NAMES = `awaitAsyncGenerator asyncGeneratorDelegate asyncIterator asyncToGenerator objectSpread2 wrapAsyncGenerator
  extends objectDestructuringEmpty objectWithoutProperties toPropertyKey defineProperty classPrivateFieldInitSpec
  classPrivateMethodInitSpec classPrivateFieldGet2 classPrivateFieldSet2 assertClassBrand toSetter
  classPrivateFieldLooseKey classPrivateFieldLooseBase superPropGet superPropSet readOnlyError writeOnlyError checkInRHS
  decorate decorateParam decorateMetadata usingCtx taggedTemplateLiteral`.split(/\s+/);

export default ({ src, outdir, minify, format, nexxo, run }) => {
  if (minify || format !== 'esm') return;
  mkdirSync(join(src, 'each'));
  const write = (name, text) => (writeFileSync(join(src, 'each', name), text), `each/${name}`);
  const build = (entry) => {
    const built = nexxo(['build', entry, '--outdir', outdir, '--platform', 'node', '--target', 'es2015']);
    assert.equal(built.status, 0, built.stderr);
  };
  const specifier = (name) => `@oxc-project/runtime/helpers/${name}`;
  const uses = NAMES.map((name, i) => `import h${i} from '${specifier(name)}';`).join('\n');
  build(write('all.js', `${uses}\nconsole.log([${NAMES.map((_, i) => `typeof h${i}`)}].join());\n`));
  assert.equal(run('all.js').trim(), NAMES.map(() => 'function').join());
  assertSyntax(readFileSync(join(outdir, 'all.js'), 'utf8'), 'es2015');
  build(write('required.cjs', `console.log([${NAMES.map((name) => `typeof require('${specifier(name)}')`)}].join());\n`));
  assert.equal(run('required.js').trim(), NAMES.map(() => 'function').join());
  build(write('unused.js', `${uses}\nconsole.log('alone');\nexport {};\n`));
  assert.equal(readFileSync(join(outdir, 'unused.js'), 'utf8').replace(/^\/\/.*\n/gm, '').trim(), "console.log('alone');".replaceAll("'", '"'));
};
