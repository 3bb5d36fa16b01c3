import assert from 'node:assert/strict';
export default ({ run, find, read }) => {
  const { styles, title, keys, nothing } = JSON.parse(run());
  const css = read(find(/\.css$/));
  assert.equal(styles.title, title);
  assert.equal(nothing, undefined);
  assert.ok(keys.includes('title') && keys.includes('card') && keys.includes('default'), keys.join());
  for (const name of ['title', 'card']) {
    assert.notEqual(styles[name], name, 'a name of its own');
    assert.ok(css.includes(`.${styles[name]}`), `${styles[name]} is in ${css}`);
  }
  const composed = styles['big-card'].split(' ');
  assert.equal(composed.length, 3, styles['big-card']);
  assert.ok(composed.includes(styles.card));
  for (const name of composed) assert.ok(css.includes(`.${name}`), `${name} is in ${css}`);
  assert.match(css, /\.untouched/);
  assert.match(css, /\.card ?\{[^}]*color: ?green/, 'a plain file keeps its names');
  assert.ok(css.includes(`#${styles.anchor}`));
  const keyframes = css.match(/@keyframes ([\w-]+)/)[1];
  assert.notEqual(keyframes, 'spin');
  assert.ok(css.match(new RegExp(`animation:[^;}]*${keyframes}`)), css);
};
