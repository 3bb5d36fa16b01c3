// Runs the default export of a fixture's `_test.mjs` with what it needs to look at a build: `node run.mjs TEST CONTEXT`.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Bundle } from './map.mjs';

const [script, json] = process.argv.slice(2);
const context = JSON.parse(json);
const { outdir, src, bin, format, outputs } = context;

const walk = (dir, below = '') =>
  readdirSync(join(dir, below), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? walk(dir, `${below}${entry.name}/`) : [below + entry.name]))
    .sort();

const spawn = (command, args, options) => spawnSync(command, args, { encoding: 'utf8', timeout: 50_000, ...options });

const test = await import(pathToFileURL(script));
await test.default({
  ...context,
  /** Names of all files in the output (or in `dir`), sorted. */
  files: (dir = outdir) => walk(dir),
  /** Text of one output file. */
  read: (name) => readFileSync(join(outdir, name), 'utf8'),
  /** The one output file whose name matches. */
  find(pattern) {
    const found = walk(outdir).filter((name) => pattern.test(name));
    if (found.length !== 1) throw new Error(`${found.length} files match ${pattern}: ${walk(outdir).join(' ')}`);
    return found[0];
  },
  /** Text of all JavaScript of the output. */
  js: () => walk(outdir).filter((name) => /\.[cm]?js$/.test(name)).map((name) => readFileSync(join(outdir, name), 'utf8')).join('\n'),
  /** The module that an output file is: its namespace, or `module.exports`. */
  load: async (name = outputs[0]) =>
    ['cjs', 'iife', 'umd'].includes(format) ? createRequire(import.meta.url)(join(outdir, name)) : import(pathToFileURL(join(outdir, name))),
  /** What an output file prints. */
  run(name = outputs[0], args = []) {
    const result = spawn('node', [join(outdir, name), ...args], { cwd: outdir });
    if (result.status !== 0) throw new Error(`${name} failed: ${`${result.stdout}${result.stderr}`.split('\n').map((line) => line.slice(0, 400)).join('\n')}`);
    return result.stdout;
  },
  /** Nexxo itself, for fixtures that do not let the runner build. */
  nexxo: (args, options) => spawn(bin, args, { cwd: src, env: { ...process.env, NO_COLOR: '1', CI: 'true' }, ...options }),
  /** The diagnostics in the output of a run with `--log-format json`. */
  diagnostics: (result) =>
    `${result.stdout}\n${result.stderr}`.split('\n').flatMap((line) => {
      try {
        const value = JSON.parse(line);
        return value.code ? [value] : [];
      } catch {
        return [];
      }
    }),
  /** An output file with its source map, read by Node's own reader. */
  bundle: (name = outputs[0]) => new Bundle(outdir, name),
});
