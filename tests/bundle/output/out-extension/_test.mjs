import assert from 'node:assert/strict';
export default ({ files }) => {
  const names = files().map((name) => name.replace(/-[\w$-]{8}/, '-HASH'));
  assert.deepEqual(names, ['lazy-HASH.mjs', 'lazy-HASH.mjs.map', 'main.min.css', 'main.min.css.map', 'main.mjs', 'main.mjs.map']);
};
