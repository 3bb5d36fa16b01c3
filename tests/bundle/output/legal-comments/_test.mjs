import assert from 'node:assert/strict';
export default ({ read, minify }) => {
  const text = read('main.js');
  for (const legal of ['@license Main: keep me', '@license Lib-1.0', 'Copyright (c) somebody']) {
    assert.equal(text.split(legal).length, 2, `${legal} once in\n${text}`);
  }
  if (minify) assert.doesNotMatch(text, /ordinary/);
};
