import assert from 'node:assert/strict';
export default ({ js }) => {
  assert.doesNotMatch(js(), /\?\?|\?\.\w|catch ?\{|#count|\{ ?\.\.\.|1_000/);
};
