import assert from 'node:assert/strict';
export default ({ read, find }) => {
  const css = read(find(/\.css$/)).replace(/\s+/g, ' ');
  assert.match(css, /\[_[\w-]{6}_start\]/);
  assert.match(css, /["']_[\w-]{6}_head["']/);
  const name = css.match(/container-name: ?(_[\w-]{6}_card)/)[1];
  assert.ok(css.includes(`@container ${name}`), css);
  assert.match(css, /@keyframes spin/);
};
