import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

export default ({ files, outdir, nexxo, src }) => {
  const bytes = (name) => readFileSync(join(outdir, name));
  const names = files();
  const undo = { '.gz': gunzipSync, '.br': brotliDecompressSync };
  for (const name of names.filter((it) => !/\.(gz|br)$/.test(it))) {
    for (const [extension, decompress] of Object.entries(undo)) {
      const has = /\.(js|css|json)$|own\.txt$/.test(name);
      assert.equal(names.includes(name + extension), has, `${name}${extension}`);
      if (!has || name + extension === 'own.txt.gz') continue;
      const made = bytes(name + extension);
      assert.ok(decompress(made).equals(bytes(name)), name);
      assert.ok(made.length < bytes(name).length / 2);
    }
  }
  assert.equal(String(bytes('own.txt.gz')), 'the own one');
  // The same bytes each time, and only what was asked for.
  const again = join(outdir, '../again');
  const { status, stderr } = nexxo(['build', src, '--compress=gzip', '--sourcemap', '--no-cache', '--outdir', again]);
  assert.equal(status, 0, stderr);
  const gz = names.filter((it) => it.endsWith('.gz'));
  assert.deepEqual(files(again).filter((it) => /\.(gz|br)$/.test(it)), gz);
  for (const name of gz) assert.ok(readFileSync(join(again, name)).equals(bytes(name)), name);
};
