import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
export default async ({ load, outdir, run }) => {
  const main = await load();
  assert.equal(main.__esModule, true);
  assert.deepEqual(Object.keys(main).sort(), ['count', 'default', 'increment']);
  main.increment();
  assert.equal(main.count, 1);
  // Node finds the names for `import { count }` by reading the file.
  writeFileSync(join(outdir, 'use.mjs'), `import main, { count, increment } from './main.js';\nconsole.log(count, typeof increment, main.default);\n`);
  assert.equal(run('use.mjs'), '0 function default\n');
};
