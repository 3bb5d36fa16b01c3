import assert from 'node:assert/strict';
export default ({ read }) => {
  assert.match(read('main.css'), /^\/\* css banner \*\/\n[^]*\n?\/\* css footer \*\/\n$/);
  assert.match(read('main.js'), /^\/\* js from the file \*\/\n[^]*\/\* js footer \*\/\n$/);
  assert.doesNotMatch(read('main.js'), /css banner|css footer/);
};
