import assert from 'node:assert/strict';
// For people: the code, the place, the line itself, and what to do.
export default ({ nexxo, outdir }) => {
  const result = nexxo(['build', 'main.js', '--outdir', outdir, '--no-cache']);
  assert.equal(result.status, 1);
  const text = result.stderr;
  for (const part of ['missing-export', 'unresolved-import', 'main.js:1:10', 'main.js:2:8', "import './missing.js';", 'useState']) {
    assert.ok(text.includes(part), `${part} in\n${text}`);
  }
  assert.doesNotMatch(text, /\x1b\[/, 'no colours where nobody sees them');
  const silent = nexxo(['build', 'main.js', '--outdir', outdir, '--no-cache', '--log-level', 'silent']);
  assert.equal(silent.status, 1);
  assert.equal(silent.stdout + silent.stderr, '');
};
