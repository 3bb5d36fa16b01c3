import assert from 'node:assert/strict';
export default ({ read }) => {
  const css = read('main.css');
  const places = ['@license of the lib, with url(./none.png) and <\\/style> */', '@preserve', '/*! in a value */', '.lib', '/*! Main 1.0, a library of nothing */', '.main'];
  const found = places.map((text) => css.indexOf(text));
  assert.ok(found.every((at) => at >= 0), css);
  assert.deepEqual(found.toSorted((a, b) => a - b), found, css);
  assert.doesNotMatch(css, /remark/);
};
