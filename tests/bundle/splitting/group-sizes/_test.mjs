import assert from 'node:assert';

export default ({ files, find, read }) => {
  assert.equal(files().filter((file) => file.startsWith('parts-')).length, 2, files().join(' '));
  assert.doesNotMatch(read(find(/^small-/)), /small 2/);
  assert.doesNotMatch(read(find(/^large-/)), /below/);
};
