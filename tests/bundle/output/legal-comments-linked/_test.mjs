import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
export default ({ files, read, find, run, src, outdir, format, nexxo }) => {
  const script = find(/\.js$/);
  assert.deepEqual(files(), [script, `${script}.LEGAL.txt`]);
  assert.equal(run(script), 'lib\nmain\n');
  assert.ok(read(script).includes(`/*! For license information please see ${script}.LEGAL.txt */`));
  assert.doesNotMatch(read(script), /@license|@preserve|legal too/);
  const legal = read(`${script}.LEGAL.txt`);
  for (const it of ['@license Main: keep me', '@license Lib-1.0', 'legal too', '@preserve']) {
    assert.equal(legal.split(it).length, 2, it);
  }
  // The text of the comments counts in the name.
  const main = join(src, 'main.js');
  writeFileSync(main, readFileSync(main, 'utf8').replace('keep me', 'changed'));
  const again = nexxo(['build', 'main.js', '--format', format, '--platform', 'node', '--legal-comments=linked', '--entry-names', '[name]-[hash]', '--outdir', join(outdir, 'again')]);
  assert.equal(again.status, 0, again.stderr);
  assert.equal(files(join(outdir, 'again')).includes(script), false);
};
