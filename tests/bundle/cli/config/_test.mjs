import assert from 'node:assert/strict';
export default ({ nexxo, run, files }) => {
  const result = nexxo(['build', '--define', 'MINE="from the command line"']);
  assert.equal(result.status, 0, result.stdout + result.stderr);
  assert.deepEqual(files(), ['main.js']);
  assert.equal(run('main.js'), '1.0 from the command line\n');
};
