import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
// A hash stands for the bytes: it changes with them, and only with them.
export default ({ files, nexxo, src, outdir, minify, read }) => {
  const hashes = () => Object.fromEntries(files().map((name) => name.match(/^main-([\w-]{6,})\.(js|css)$/).slice(1).reverse()));
  const build = () => {
    rmSync(outdir, { recursive: true });
    const args = ['build', 'main.js', '--outdir', outdir, '--entry-names', '[name]-[hash]', '--platform', 'node', '--format', 'esm', '--no-cache'];
    const result = nexxo(minify ? [...args, '--minify'] : args);
    assert.equal(result.status, 0, result.stderr);
    return hashes();
  };
  const first = hashes();
  assert.deepEqual(build(), first);
  writeFileSync(join(src, 'value.js'), "export const value = 'two';\n");
  const second = build();
  assert.notEqual(second.js, first.js);
  assert.equal(second.css, first.css);
  writeFileSync(join(src, 'value.js'), "export const value = 'one';\n");
  assert.deepEqual(build(), first);
  assert.match(files().map(read).join(), /one/);
};
