import assert from 'node:assert/strict';
export default ({ read }) => {
  const css = read('main.css').replace(/\/\*.*?\*\//g, '').replace(/\s+/g, ' ');
  assert.match(css, /^(\/\*.*?\*\/ )?@import ?(url\()?["']?https:\/\/fonts\.example\.invalid\/font\.css/, 'an external import comes first');
  const order = [...css.matchAll(/\.(screen|nested|layered|supports|twice|other|main) ?\{/g)].map((m) => m[1]);
  assert.deepEqual(order, ['nested', 'screen', 'layered', 'supports', 'other', 'twice', 'main'], 'the last import of a file counts');
  assert.match(css, /@media screen and \(((min-width: ?100px)|(width ?>= ?100px))\) ?\{/);
  assert.match(css, /@layer base ?\{ ?\.layered/);
  assert.match(css, /@supports ?\(display: ?grid\) ?\{ ?\.supports/);
};
