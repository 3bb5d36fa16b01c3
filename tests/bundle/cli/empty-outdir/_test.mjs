import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
export default ({ nexxo, outdir, files }) => {
  const build = (...args) => {
    const result = nexxo(['build', 'main.js', '--outdir', outdir, '--no-cache', ...args]);
    assert.equal(result.status, 0, result.stderr);
    return files();
  };
  mkdirSync(join(outdir, 'old'), { recursive: true });
  writeFileSync(join(outdir, 'old', 'file.txt'), 'old');
  assert.deepEqual(build(), ['main.js', 'old/file.txt']);
  assert.deepEqual(build('--empty-outdir'), ['main.js']);
};
