import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
export default ({ nexxo, src }) => {
  const before = readFileSync(join(src, 'main.js'), 'utf8');
  assert.equal(nexxo(['build', 'main.js', '--outdir', '.']).status, 1);
  assert.equal(readFileSync(join(src, 'main.js'), 'utf8'), before);
  assert.equal(nexxo(['build', 'main.js', '--outdir', '.', '--allow-overwrite', '--banner', '// new']).status, 0);
  assert.match(readFileSync(join(src, 'main.js'), 'utf8'), /^\/\/ new\n/);
};
