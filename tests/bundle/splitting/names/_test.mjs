import assert from 'node:assert/strict';
export default ({ files, run }) => {
  const names = files();
  assert.ok(names.includes('entry-main.js') && names.includes('pages/entry-home.js'), names.join());
  const chunks = names.filter((name) => name.startsWith('chunks/'));
  assert.equal(chunks.length, 2, names.join());
  for (const chunk of chunks) assert.match(chunk, /^chunks\/[\w-]+\.[\w-]{6,}\.js$/);
  assert.equal(run('entry-main.js'), 'lib lazy\n');
  assert.equal(run('pages/entry-home.js'), 'home lib\n');
};
