import assert from 'node:assert/strict';
export default ({ bundle, find }) => {
  const css = find(/\.css$/);
  bundle(css).check(/\.MARK_\w+/g, 4);
  assert.equal(bundle(css).url, `${css}.map`);
};
