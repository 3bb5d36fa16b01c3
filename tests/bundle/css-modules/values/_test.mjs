import assert from 'node:assert/strict';
export default ({ read, find }) => {
  const css = read(find(/\.css$/)).replace(/\s+/g, '');
  assert.doesNotMatch(css, /@value|primary;?}/);
  assert.match(css, /color:(rgb\(1,2,3\)|#010203)/);
  assert.match(css, /margin:8px4px/);
  assert.match(css, /padding:6px4px/);
  assert.match(css, /border:1pxsolid(rgb\(1,2,3\)|#010203)/);
  assert.match(css, /content:"primarygap"/, 'strings stay');
  assert.match(css, /@media\((max-width:599px|width<=599px)\)/);
  assert.match(css, /@supports\(margin:6px\)/);
  assert.match(css, /@container\((min-width:6px|width>=6px)\)/);
  assert.match(css, /content:"primary;{"/);
  assert.match(css, /--own:(rgb\(1,2,3\)|#010203)/);
};
