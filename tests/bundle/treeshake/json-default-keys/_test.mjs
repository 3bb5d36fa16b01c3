import assert from 'node:assert/strict';
export default ({ js }) => {
  // Nobody has the object as a whole: `data.none` alone asks for it.
  assert.doesNotMatch(js(), /GONE as well/);
  assert.match(js(), /KEPT/);
};
