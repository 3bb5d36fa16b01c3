import assert from 'node:assert/strict';

// What only the dead branches used is gone, with the module that only they imported.
export default ({ js }) => {
  const text = js();
  assert.doesNotMatch(text, /DEAD|debug is loaded/);
  assert.doesNotMatch(text, /DEBUG|VERBOSE/);
};
