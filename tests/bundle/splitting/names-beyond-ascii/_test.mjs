import assert from 'node:assert/strict';

export default ({ js, load }) => {
  assert.doesNotMatch(js(), /["']ɵsecret["']/, 'names are identifiers, not strings');
  return load('one.js').then((one) => assert.deepEqual(Object.keys(one), ['ɵsecret']));
};
