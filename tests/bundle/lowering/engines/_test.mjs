import assert from 'node:assert/strict';
export default ({ js, nexxo }) => {
  // It has fields, but neither private methods nor `?.`.
  assert.doesNotMatch(js(), /#m|\?\.|\?\?/);
  for (const target of ['ie11', 'chrome100,ie 11', 'chrome40']) {
    const { status, stderr, stdout } = nexxo(['build', 'main.js', '--outdir', 'no', '--target', target]);
    assert.notEqual(status, 0, target);
    assert.match(stderr + stdout, /invalid-option/);
  }
};
