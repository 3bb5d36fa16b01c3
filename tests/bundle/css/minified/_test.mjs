import assert from 'node:assert/strict';
export default ({ read }) => {
  const css = read('main.css').trim();
  assert.doesNotMatch(css, /gone/);
  assert.match(css, /\.a\{color:red;margin:0\}/);
  assert.match(css, /\.b\{background-color:#fff;transition:(all )?\.5s( ease)?\}/);
};
