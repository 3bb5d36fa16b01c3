import assert from 'node:assert/strict';
export default ({ read, files, js }) => {
  const sheets = files().filter((name) => name.endsWith('.css'));
  assert.equal(sheets.length, 1, sheets.join());
  const names = [...read(sheets[0]).matchAll(/\.(\w+) ?\{/g)].map((it) => it[1]);
  assert.deepEqual(names, ['page', 'main', 'other', 'late'], 'all that pages need at once, then the rest');
  for (const page of ['index.html', 'other.html']) assert.ok(read(page).includes(sheets[0].replace(/.*\//, '')), read(page));
  assert.doesNotMatch(js(), /\.css"/);
};
