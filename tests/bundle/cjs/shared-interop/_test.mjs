import assert from 'node:assert/strict';
// Three importers of one CommonJS module make one namespace of it, and run the others once.
export default ({ js, minify }) => {
  if (!minify) assert.equal(js().match(/__toESM\(require_counter/g).length, 1);
  if (!minify) assert.equal(js().match(/^require_effect\(\);/gm).length, 1);
};
