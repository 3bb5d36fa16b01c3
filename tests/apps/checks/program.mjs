// node program.mjs NAME FORMAT [--minify]: bundles `programs/NAME.*` for Node and runs it. `programs/NAME.txt` has, after
// each `$ ARGUMENTS`, what it must print.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apps, nexxo, run, workFolder } from './nexxo.mjs';

const [name, format, ...flags] = process.argv.slice(2);
const work = workFolder('program', name, format + flags.join(''));
const entry = readdirSync(join(apps, 'programs')).find((file) => file.startsWith(`${name}.`) && !file.endsWith('.txt'));
nexxo(['build', `programs/${entry}`, '--outdir', join(work, 'out'), '--platform', 'node', '--format', format, '--no-cache', ...flags], { cwd: apps });
writeFileSync(join(work, 'package.json'), JSON.stringify({ type: format === 'cjs' ? 'commonjs' : 'module' }));

const runs = readFileSync(join(apps, 'programs', `${name}.txt`), 'utf8').split(/^\$ ?(.*)\n/m).slice(1);
assert.ok(runs.length > 0);
for (let i = 0; i < runs.length; i += 2) {
  const printed = run('node', [join(work, 'out', `${name}.js`), ...runs[i].split(' ').filter(Boolean)], { cwd: work });
  assert.equal(printed, runs[i + 1]);
}
