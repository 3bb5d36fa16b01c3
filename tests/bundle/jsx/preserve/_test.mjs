import assert from 'node:assert/strict';
export default ({ js, files }) => {
  const text = files().map((name) => name).join();
  assert.match(js(), /<i>inner<\/i>/, text);
  assert.match(js(), /<([A-Z][\w$]*)\.Part title=\{[\w$]+\}>text<\1 ?\/><\/\1\.Part>/);
};
