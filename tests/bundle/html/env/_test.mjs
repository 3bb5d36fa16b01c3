import assert from 'node:assert/strict';
export default ({ js }) => {
  assert.match(js(), /from env/);
  assert.match(js(), /staging/);
  assert.doesNotMatch(js(), /GONE|"base"/);
};
