import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
export default ({ nexxo, outdir }) => {
  const build = (...args) => {
    const result = nexxo(['build', 'main.js', '--outdir', outdir, '--platform', 'node', ...args]);
    assert.equal(result.status, 0, result.stderr);
    return readFileSync(`${outdir}/main.js`, 'utf8');
  };
  const parts = (text) => ({
    syntax: !/else/.test(text),
    whitespace: !/\n\s+return|=> \{\n/.test(text) && !/ = /.test(text),
    identifiers: !/argumentName/.test(text),
  });
  assert.deepEqual(parts(build()), { syntax: false, whitespace: false, identifiers: false });
  assert.deepEqual(parts(build('--minify')), { syntax: true, whitespace: true, identifiers: true });
  for (const part of ['syntax', 'whitespace', 'identifiers']) {
    const only = parts(build(`--minify-${part}`));
    assert.deepEqual(only, { syntax: false, whitespace: false, identifiers: false, [part]: true }, part);
    const without = parts(build('--minify', `--minify-${part}=false`));
    assert.deepEqual(without, { syntax: true, whitespace: true, identifiers: true, [part]: false }, `without ${part}`);
  }
};
