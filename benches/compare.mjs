// node compare.mjs [--work small,app1k] [--runs 5] [--nexxo FILE]: cold production builds (minified, with source maps) by
// Nexxo, esbuild and rolldown, taking turns, as a table. Figures of different runs are not to be compared: ratios are.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { prepare, without, workloads } from './workloads.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    work: { type: 'string', default: Object.keys(workloads).join() },
    runs: { type: 'string', default: '5' },
    nexxo: { type: 'string', default: process.env.NEXXO_BIN ?? 'nexxo' },
    home: { type: 'string', default: join(tmpdir(), 'nexxo-benches') },
  },
});
const modules = join(here, 'node_modules');
const production = 'process.env.NODE_ENV="production"';

const tools = {
  nexxo: (entry, out) => [options.nexxo, ['build', entry, '--outdir', out, '--minify', '--sourcemap', '--define', production, '--no-cache', '--log-level', 'error']],
  esbuild: (entry, out) => [
    join(modules, '@esbuild', `${process.platform}-${process.arch}`, 'bin', 'esbuild'),
    [entry, `--outdir=${out}`, '--bundle', '--format=esm', '--minify', '--sourcemap', '--jsx=automatic', `--define:${production}`, '--log-level=error'],
  ],
  rolldown: (entry, out) => [
    process.execPath,
    [join(modules, 'rolldown', 'bin', 'cli.mjs'), entry, '--dir', out, '--format', 'esm', '--platform', 'browser', '--minify', '--sourcemap', '--transform.define', production, '--log-level', 'silent'],
  ],
};

/** Runs one build: wall and CPU seconds by the shell's clock, peak memory by looking every few milliseconds. */
async function measure(command, args, cwd) {
  const child = spawn('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time "$0" "$@"', command, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '', peak = 0;
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const look = setInterval(() => (peak = Math.max(peak, memory(child.pid))), 4);
  const status = await new Promise((done) => child.on('close', done));
  clearInterval(look);
  const [wall, user, system] = output.trim().split('\n').at(-1).split(' ').map(Number);
  if (status !== 0) throw new Error(`${command} failed:\n${short(output)}`);
  return { wall, cpu: user + system, peak };
}

/** Kilobytes held by the descendants of a process, each at its own peak. */
function memory(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    return children.reduce((sum, child) => {
      const own = Number(readFileSync(`/proc/${child}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)?.[1] ?? 0);
      return sum + own + memory(child);
    }, 0);
  } catch {
    return 0;
  }
}

/** Minified code in an error's message is cut. */
const short = (text) => text.split('\n').map((line) => line.slice(0, 200)).join('\n');
const size = (dir) => readdirSync(dir, { recursive: true }).filter((name) => /\.(js|css)$/.test(name)).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];

const rows = [];
for (const work of options.work.split(',')) {
  if (!workloads[work]) throw new Error(`unknown workload ${work}: ${Object.keys(workloads).join()}`);
  const { dir, entry } = prepare(work, options.home, modules);
  const names = Object.keys(tools).filter((name) => !without[work]?.includes(name));
  const results = new Map(names.map((name) => [name, []]));
  let printed;
  for (let run = 0; run < Number(options.runs) + 1; run++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + run) % names.length];
      const out = join(dir, `out-${name}`);
      rmSync(out, { recursive: true, force: true });
      const result = await measure(...tools[name](entry, out), dir);
      if (run > 0) {
        results.get(name).push(result);
        continue;
      }
      // The first round warms the file cache and looks whether the output runs.
      writeFileSync(join(out, 'package.json'), '{ "type": "module" }');
      const ran = spawnSync(process.execPath, [join(out, 'entry.js')], { encoding: 'utf8' });
      if (ran.status !== 0) throw new Error(`${work}: the output of ${name} fails:\n${short(ran.stderr)}`);
      printed ??= ran.stdout;
      if (ran.stdout !== printed) throw new Error(`${work}: the output of ${name} prints ${ran.stdout}, not ${printed}`);
    }
  }
  const figures = [...results].map(([name, list]) => ({
    work, name, wall: median(list.map((r) => r.wall)), cpu: median(list.map((r) => r.cpu)), peak: Math.max(...list.map((r) => r.peak)), bytes: size(join(dir, `out-${name}`)),
  }));
  const best = Math.min(...figures.filter(({ name }) => name !== 'nexxo').map(({ wall }) => wall));
  for (const figure of figures) rows.push({ ...figure, ratio: figure.wall / best });
  process.stderr.write(`${work} done\n`);
}

const version = (name) => (name === 'nexxo' ? spawnSync(options.nexxo, ['--version'], { encoding: 'utf8' }).stdout.trim().split(' ').at(-1) : JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version);
console.log(`${Object.keys(tools).map((name) => `${name} ${version(name)}`).join(', ')}; ${cpus().length} cores, ${options.runs} runs, medians; minified, with source maps, no cache.\n`);
console.log('| workload | tool | wall | CPU | peak memory | output | wall to the best rival |');
console.log('| --- | --- | ---: | ---: | ---: | ---: | ---: |');
for (const row of rows) {
  console.log(`| ${row.work} | ${row.name} | ${row.wall.toFixed(3)} s | ${row.cpu.toFixed(2)} s | ${(row.peak / 1024).toFixed(0)} MB | ${(row.bytes / 1000).toFixed(0)} kB | ×${row.ratio.toFixed(2)} |`);
}
