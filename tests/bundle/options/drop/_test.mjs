import assert from 'node:assert/strict';
export default ({ js }) => {
  assert.doesNotMatch(js(), /debugger|dropped|'dev'|console\.(warn|error)/);
};
