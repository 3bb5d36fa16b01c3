import assert from 'node:assert/strict';
export default ({ js }) => {
  assert.doesNotMatch(js(), /nobody asks for this/, 'what WebAssembly does not import is left out');
  assert.doesNotMatch(js(), /unused/, 'and so is WebAssembly of which nothing is used, where its package allows it');
};
