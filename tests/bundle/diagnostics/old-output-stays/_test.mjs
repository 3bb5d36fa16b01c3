import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
export default ({ nexxo, outdir, src, files }) => {
  const build = () => nexxo(['build', 'main.js', 'other.js', '--outdir', outdir, '--no-cache']);
  const first = build();
  assert.equal(first.status, 0, first.stderr);
  const before = files().map((name) => [name, readFileSync(join(outdir, name), 'utf8'), statSync(join(outdir, name)).mtimeMs]);
  assert.equal(before.length >= 2, true);
  writeFileSync(join(src, 'main.js'), "console.log('second build'); import './missing.js';\n");
  const second = build();
  assert.equal(second.status, 1, second.stderr);
  const after = files().map((name) => [name, readFileSync(join(outdir, name), 'utf8'), statSync(join(outdir, name)).mtimeMs]);
  assert.deepEqual(after, before);
  writeFileSync(join(src, 'main.js'), "console.log('third build');\n");
  assert.equal(build().status, 0);
  assert.match(readFileSync(join(outdir, 'main.js'), 'utf8'), /third build/);
};
