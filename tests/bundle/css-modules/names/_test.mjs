import assert from 'node:assert/strict';
export default ({ read, find }) => {
  const css = read(find(/\.css$/));
  const spin = css.match(/@keyframes (_spin_[\w-]+)/)[1];
  const fade = css.match(/@keyframes (_fade_[\w-]+)/)[1];
  assert.ok(css.split(spin).length === 4, css);
  assert.ok(css.split(fade).length === 3, css);
  const dots = css.match(/@counter-style (_dots_[\w-]+)/)[1];
  assert.ok(css.includes(`list-style: ${dots}`) || css.includes(`list-style:${dots}`), css);
  assert.match(css, /\[start\]/);
  assert.match(css, /["']head["']/);
  assert.match(css, /container-name: ?card/);
  assert.match(css, /@container card/);
  assert.match(css, /var\(--accent\)/);
};
