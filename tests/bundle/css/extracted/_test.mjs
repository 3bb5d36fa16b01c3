import assert from 'node:assert/strict';
export default ({ read, files, minify }) => {
  assert.deepEqual(files(), ['main.css', 'main.js']);
  const css = read('main.css');
  assert.deepEqual([...css.matchAll(/\.(\w+) ?\{/g)].map((m) => m[1]), ['base', 'main', 'lib'], 'in the order of the imports');
  if (minify) assert.ok(css.trim().split('\n').length <= 1 && css.includes('.main{color:red}'), css);
};
