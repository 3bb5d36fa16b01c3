import assert from 'node:assert/strict';
export default ({ read, files, find, js }) => {
  const image = files().find((name) => name.endsWith('.svg'));
  const sheet = read(find(/\.css$/));
  assert.match(sheet, /@media screen ?\{/);
  assert.ok(sheet.includes(`${image}?x#y`) && sheet.split(image).length === 3, sheet);
  assert.equal(files().filter((name) => name.endsWith('.css')).length, 1, 'nothing is in force');
  assert.ok(js().split(image).length === 3, js());
};
