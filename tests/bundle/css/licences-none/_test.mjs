import assert from 'node:assert/strict';
export default ({ read }) => {
  const css = read('main.css');
  assert.match(css, /\.main/);
  assert.doesNotMatch(css, /Main 1\.0|@preserve/);
};
