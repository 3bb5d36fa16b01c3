import assert from 'node:assert/strict';
export default ({ nexxo, diagnostics, outdir }) => {
  const build = (...args) => nexxo(['build', 'main.js', '--outdir', outdir, '--log-format', 'json', ...args]);
  const codes = (...args) => diagnostics(build(...args)).map((it) => `${it.severity} ${it.code}`);
  assert.deepEqual(codes(), ['warning mixed-modules', 'warning mixed-modules']);
  assert.deepEqual(codes('--log-limit=1'), ['warning mixed-modules']);
  assert.deepEqual(codes('--log-override:mixed-modules=silent'), []);
  const strict = build('--log-override:mixed-modules=error');
  assert.equal(strict.status, 1);
  const unknown = build('--log-override:mixed-module=error');
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /did you mean `mixed-modules`/);
  const analysis = nexxo(['build', 'main.js', '--outdir', outdir, '--analyze']);
  assert.match(analysis.stdout, /100\.0%|%  c\.js/);
};
