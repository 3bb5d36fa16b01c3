import assert from 'node:assert/strict';
// What an entry needs is in one file beside it; the styles of an import() are somewhere in the output.
export default ({ read, files }) => {
  const names = (css) => [...css.matchAll(/\.(shared|one|two|lazy) ?\{/g)].map((m) => m[1]).join();
  assert.match(names(read('one.css')), /^shared,one/);
  assert.equal(names(read('two.css')), 'shared,two');
  const all = files().filter((name) => name.endsWith('.css')).map((name) => names(read(name))).join();
  assert.match(all, /lazy/);
};
