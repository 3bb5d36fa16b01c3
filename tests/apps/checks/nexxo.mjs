// What the checks share: running Nexxo, folders to work in.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with `package.json`, whose `node_modules` hold the packages. */
export const apps = dirname(dirname(fileURLToPath(import.meta.url)));
export const modules = join(apps, 'node_modules');

/** An empty folder for this check. */
export function workFolder(...name) {
  const dir = join(process.env.NEXXO_TEST_WORK, ...name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  return dir;
}

/** Lines of minified code are cut. */
const short = (text) => text.split('\n').map((line) => line.slice(0, 300)).join('\n');

/** Runs a program and gives what it prints; throws if it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: 'utf8', timeout: 120_000, maxBuffer: 1 << 28, ...options });
  if (result.error) throw result.error;
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${result.status}\n${short(result.stdout + result.stderr)}`);
  return result.stdout;
}

export const nexxo = (args, options) => run(process.env.NEXXO_BIN, args, { env: { ...process.env, CI: 'true', NO_COLOR: '1' }, ...options });
