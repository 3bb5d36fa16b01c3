import assert from 'node:assert/strict';
export default ({ js, minify }) => {
  assert.match(js(), /KEPT export/);
  if (!minify) assert.match(js(), /KEPT local/);
};
