import assert from 'node:assert/strict';
export default ({ read, find }) => {
  const css = read(find(/\.css$/));
  const name = css.match(/@keyframes (_fade_[\w-]{6})/)[1];
  assert.match(css, new RegExp(`animation: ?(${name} 2s|2s ${name})`));
};
