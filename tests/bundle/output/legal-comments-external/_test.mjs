import assert from 'node:assert/strict';
export default ({ files, read, find, run }) => {
  const script = find(/\.js$/);
  assert.deepEqual(files(), [script, `${script}.LEGAL.txt`]);
  assert.equal(run(script), 'lib\nmain\n');
  assert.doesNotMatch(read(script), /license|@preserve|legal too/i);
  assert.match(read(`${script}.LEGAL.txt`), /@license Main: keep me/);
};
