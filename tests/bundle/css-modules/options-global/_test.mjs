import assert from 'node:assert/strict';
export default ({ read, find }) => {
  const css = read(find(/\.css$/)).replace(/\s+/g, ' ');
  assert.match(css, /\.plain \._mine_[\w-]{6}/);
  assert.match(css, /@keyframes fade/);
  assert.match(css, /@keyframes _own_[\w-]{6}/);
  assert.match(css, /@keyframes kept/);
  assert.match(css, /animation: ?(fade 1s|1s fade), ?(_own_[\w-]{6} 2s|2s _own_[\w-]{6})/);
  assert.match(css, /\.also ?\{ ?animation: ?(kept 1s|1s kept)/, 'in a rule that is global animations are');
  assert.match(css, /\._mine_[\w-]{6} \.theirs/);
};
