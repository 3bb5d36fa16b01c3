import assert from 'node:assert/strict';
// A link to itself and a folder where a file should be: an error for each, no crash.
export default ({ nexxo, diagnostics, outdir }) => {
  const result = nexxo(['build', 'main.js', '--outdir', outdir, '--log-format', 'json', '--no-cache']);
  assert.equal(result.status, 1, result.stdout + result.stderr);
  const found = diagnostics(result);
  assert.equal(found.length, 2, JSON.stringify(found));
  assert.ok(found.every(({ code }) => ['unresolved-import', 'unreadable-file'].includes(code)), JSON.stringify(found));
};
