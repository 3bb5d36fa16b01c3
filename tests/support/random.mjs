// Builds random projects and compares what their outputs log with what Node logs for the sources.
//
// node random.mjs <nexxo> <work folder> <first seed> <count>: prints each seed that differs, and how.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomProject } from './random-project.mjs';

const [nexxo, work, first, count] = process.argv.slice(2);
const WAYS = [
  ['plain', []],
  ['minified', ['--minify']],
  ['whole', ['--splitting=false']],
  ['grouped', ['--config', 'groups.json']],
];

// One takes all that its modules import, one does not.
const GROUPS = JSON.stringify({
  codeSplitting: {
    groups: [
      { name: 'odd', test: 'm[13]\\.', priority: 1 },
      { name: 'shared', test: 'm[4-7]\\.', minShareCount: 2, includeDependenciesRecursively: false },
    ],
  },
});

let lines = [];
let queue = [];
const UNSET = 'unset';
const attempt = (get) => {
  try {
    const value = get();
    return value === undefined ? UNSET : value;
  } catch {
    // The dead zone of an output need not be that of the source.
    return UNSET;
  }
};
const shown = (value) =>
  typeof value === 'object' && value ? Object.getOwnPropertyNames(value).sort().join() : String(value);
globalThis.log = (...parts) => lines.push(parts.map(shown).join(' '));
globalThis.word = (text) => text;
globalThis.read = attempt;
globalThis.call = attempt;
globalThis.keys = (namespace) => Object.getOwnPropertyNames(namespace).sort().join();
globalThis.after = (label, load) => queue.push([label, load]);
process.on('unhandledRejection', () => {});

const deadline = (promise) => {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error('never ends')), 1500)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

// The value of everything a namespace has, functions called.
const dump = (namespace) =>
  Object.getOwnPropertyNames(namespace)
    .sort()
    .map((key) => {
      const value = attempt(() => namespace[key]);
      const got = typeof value === 'function' && !key.startsWith('set') && !/^class/.test(value) ? attempt(value) : value;
      return `${key}=${typeof got === 'function' ? 'function' : shown(got)}`;
    })
    .join(' ');

// What running one file logs: itself, then one by one what it says to load.
async function run(file) {
  lines = [];
  queue = [];
  const step = async (label, load) => {
    try {
      log(label, dump(await deadline(load())));
    } catch (error) {
      log(label, 'fails:', error.message);
    }
  };
  await step('entry', () => import(pathToFileURL(file)));
  for (let i = 0; i < queue.length && i < 30; i++) {
    await step(...queue[i]);
    // A second time: the same again.
    await step(`again ${queue[i][0]}`, queue[i][1]);
  }
  return lines;
}

const build = (args, cwd) =>
  new Promise((done) => {
    const child = spawn(nexxo, ['build', ...args], { cwd });
    let text = '';
    child.stdout.on('data', (data) => (text += data));
    child.stderr.on('data', (data) => (text += data));
    child.on('close', (code) => done({ code, text }));
  });

// With `await`, modules that do not depend on each other may interleave in other ways.
const comparable = (list, project) => (project.traits.awaits ? [...list].sort() : list).join('\n');

async function prepare(seed) {
  const project = randomProject(seed);
  const folder = join(work, String(seed));
  rmSync(folder, { recursive: true, force: true });
  for (const entry of project.entries) mkdirSync(join(folder, `run-${entry}`), { recursive: true });
  mkdirSync(join(folder, 'src'));
  for (const [name, text] of Object.entries(project.files)) {
    writeFileSync(join(folder, 'src', name), text);
    for (const entry of project.entries) writeFileSync(join(folder, `run-${entry}`, name), text);
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'groups.json'), GROUPS);
  const builds = await Promise.all(
    WAYS.map(([way, args]) =>
      build([...project.entries.map((it) => `src/${it}`), '--platform', 'node', '--outdir', way, ...args], folder)
    )
  );
  return { seed, project, folder, builds };
}

async function check({ seed, project, folder, builds }) {
  const problems = [];
  const expected = {};
  for (const entry of project.entries) {
    expected[entry] = await run(join(folder, `run-${entry}`, entry));
  }
  // Programs that do not link or never end have no meaning to keep.
  if (Object.values(expected).some((it) => it.some((line) => / fails: (never ends|.*(export|Ambiguous|Unexpected))/.test(line)))) return 'skipped';
  for (const [i, [way]] of WAYS.entries()) {
    if (builds[i].code !== 0) {
      problems.push(`${way}: the build fails\n${builds[i].text}`);
      continue;
    }
    for (const entry of project.entries) {
      // Each entry of its own, in a fresh copy.
      const copy = join(folder, `${way}-${entry}`);
      cpSync(join(folder, way), copy, { recursive: true });
      writeFileSync(join(copy, 'package.json'), '{ "type": "module" }');
      const actual = await run(join(copy, entry));
      if (comparable(actual, project) !== comparable(expected[entry], project)) {
        const [a, b] = [comparable(expected[entry], project).split('\n'), comparable(actual, project).split('\n')];
        const at = a.findIndex((line, i) => line !== b[i]);
        const i = at < 0 ? a.length : at;
        problems.push(`${way} ${entry}: line ${i + 1} is\n    ${b[i]}\n  and should be\n    ${a[i]}`);
      }
    }
  }
  if (problems.length === 0) rmSync(folder, { recursive: true, force: true });
  return problems.length ? problems : 'same';
}

const counts = { same: 0, skipped: 0, failed: 0 };
const last = Number(first) + Number(count);
const waiting = [];
let seed = Number(first);
for (;;) {
  while (waiting.length < availableParallelism() && seed < last) waiting.push(prepare(seed++));
  if (waiting.length === 0) break;
  const prepared = await waiting.shift();
  const found = await check(prepared);
  if (Array.isArray(found)) {
    counts.failed++;
    console.log(`seed ${prepared.seed} ${JSON.stringify(prepared.project.traits)}\n  ${found.join('\n  ')}`);
  } else {
    counts[found]++;
  }
}
console.log(`${counts.same} same, ${counts.skipped} skipped, ${counts.failed} differ`);
process.exitCode = counts.failed ? 1 : 0;
