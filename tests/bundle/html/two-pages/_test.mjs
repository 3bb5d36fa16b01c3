import assert from 'node:assert/strict';
export default ({ read, files }) => {
  const scripts = files().filter((name) => name.endsWith('.js'));
  assert.ok(files().includes('index.html') && files().includes('about/index.html'), files().join());
  assert.equal(scripts.filter((name) => read(name).includes('MARK shared')).length, 1, 'shared once');
};
