import assert from 'node:assert/strict';
export default ({ read, find }) => {
  const css = read(find(/\.css$/)).replace(/\s+/g, '');
  assert.match(css, /--a-module-own:red/);
  assert.match(css, /color:var\(--a-module-own\)/);
  assert.match(css, /margin:var\(--b-module-space\)/);
  assert.match(css, /padding:var\(--page\)/);
  assert.match(css, /--b-module-space:1px/, 'the other sheet is in force, too');
};
