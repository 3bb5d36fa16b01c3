import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
// The same app in two folders, with one thread and with several, with output inside and outside: identical bytes.
export default ({ nexxo, src, outdir, files }) => {
  const work = dirname(outdir);
  const other = join(work, 'another', 'place for it');
  mkdirSync(dirname(other), { recursive: true });
  cpSync(join(src, 'app'), other, { recursive: true });
  const build = (root, out, ...args) => {
    const result = nexxo(['build', root, '--outdir', out, '--minify', '--sourcemap', '--no-cache', ...args], { cwd: work });
    assert.equal(result.status, 0, result.stdout + result.stderr);
    return Object.fromEntries(files(out).map((name) => [name, readFileSync(join(out, name), 'latin1')]));
  };
  const expected = build(join(src, 'app'), join(src, 'app', 'dist'), '--threads', '1');
  assert.ok(Object.keys(expected).length > 40);
  for (const text of Object.values(expected)) assert.ok(!text.includes(work), 'no path of this machine');
  rmSync(join(src, 'app', 'dist'), { recursive: true });
  for (let i = 0; i < 3; i++) {
    const found = build(other, join(other, 'dist'), '--threads', String(1 + i * 2));
    assert.deepEqual(Object.keys(found), Object.keys(expected));
    for (const name of Object.keys(expected)) assert.ok(found[name] === expected[name], `${name} differs`);
  }
};
