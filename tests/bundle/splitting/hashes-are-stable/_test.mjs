import assert from 'node:assert';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export default ({ nexxo, outdir, src }) => {
  const build = (to, ...entries) => {
    const dir = join(outdir, to);
    const made = nexxo(['build', ...entries, '--outdir', dir, '--entry-names', '[name]-[hash]']);
    assert.equal(made.status, 0, made.stderr);
    return readdirSync(dir).filter((file) => file.endsWith('.js'));
  };
  const before = build('before', 'one.js', 'two.js');
  // Something unrelated, that comes first.
  writeFileSync(join(src, 'zero.js'), "console.log('zero'); import('./far.js');");
  writeFileSync(join(src, 'far.js'), "console.log('far');");
  const after = build('after', 'zero.js', 'one.js', 'two.js');
  assert.deepEqual(before.filter((file) => !after.includes(file)), []);
  assert.equal(after.length, before.length + 2);
  // Content that changes renames its chunk and those that name it.
  writeFileSync(join(src, 'lazy.js'), "console.log('lazy, changed');");
  const changed = build('changed', 'one.js', 'two.js');
  const gone = before.filter((file) => !changed.includes(file)).map((file) => file.split('-')[0]);
  assert.deepEqual(gone.sort(), ['lazy', 'one']);
};
