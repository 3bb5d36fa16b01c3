import assert from 'node:assert/strict';
export default ({ js }) => {
  assert.match(js(), /from ?"pkg"/);
  assert.match(js(), /from ?"@scope\/b"/);
  assert.match(js(), /import\("https:\/\/example\.invalid\/x\.js"\)/);
};
