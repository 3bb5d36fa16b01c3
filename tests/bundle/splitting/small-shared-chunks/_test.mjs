import assert from 'node:assert/strict';

// What the entry has, and what is small and silent, is in the entry's chunk; what does something waits for who needs it.
export default ({ files, read }) => {
  const scripts = files().filter((name) => name.endsWith('.js'));
  assert.equal(scripts.length, 5, scripts.join());
  assert.match(read('main.js'), /shared by/);
  assert.match(read('main.js'), /small/);
  assert.doesNotMatch(read('main.js'), /loud runs/);
};
