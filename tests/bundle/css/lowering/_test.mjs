import assert from 'node:assert/strict';
export default ({ read }) => {
  const css = read('main.css').replace(/\s+/g, '').replaceAll(';}', '}');
  assert.match(css, /\.card\.title\{color:red\}/);
  assert.match(css, /\.card:hover\{/);
  assert.doesNotMatch(css, /inset:/);
};
