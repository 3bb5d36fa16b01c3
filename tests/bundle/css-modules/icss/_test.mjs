import assert from 'node:assert/strict';
export default ({ read, find }) => {
  const css = read(find(/\.css$/));
  assert.doesNotMatch(css, /:import|:export|imported/);
  assert.match(css, /color: ?green/);
};
