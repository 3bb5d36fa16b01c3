// Loads projects that seeds say into a browser as their files are, each build of them, and as `nexxo dev` serves them,
// and compares the computed styles of their elements.
//
// node compare.mjs <nexxo> <work folder> <first seed> <count> [ways]: prints each seed that differs, and how.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join } from 'node:path';

import { PROPERTIES, styleProject } from './project.mjs';

const [nexxo, work, first, count, only] = process.argv.slice(2);
process.env.NEXXO_BIN = nexxo;
process.env.NEXXO_TEST_WORK = work;
const { browser, Server } = await import('../hmr/support.mjs');

const WAYS = [
  ['plain', []],
  ['relative', ['--base', './']],
  ['minified', ['--minify']],
  ['lowered', ['--minify', '--target', 'chrome80,safari13']],
  // What is in one file holds from the start on, so only projects that load nothing later look the same.
  ['whole', ['--css-code-split=false']],
  ['dev', []],
].filter(([way]) => !only || only.split(',').includes(way));

/** Sheets of another server. */
const outside = (n) => `.c${n} { color: rgb(250, 250, ${n}); --a: outside${n} } @layer y { .c${n + 1} { order: ${-n - 1} } }`;

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const projects = new Map();

/** What a script gets that imports a sheet, as long as nobody bundles: the sheet in the page, once. */
const asScript = ({ deps, names } = { deps: [], names: {} }) => `
  ${deps.map((it) => `import '${it}';`).join('\n')}
  const links = [...document.querySelectorAll('link')];
  if (!links.some((it) => it.href === import.meta.url && !it.media)) {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = import.meta.url;
    waiting.push(new Promise((done) => (link.onload = link.onerror = done)));
    document.head.append(link);
  }
  export default ${JSON.stringify(Object.fromEntries(Object.entries(names).map(([name, all]) => [name, all.join(' ')])))};
`;

// `/<seed>/native/…` are the sources, `/<seed>/<way>/…` outputs, `/outside/…` another server's.
const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
  const give = (type, text) => {
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'access-control-allow-origin': '*' });
    response.end(text);
  };
  const foreign = path.match(/^\/outside\/e(\d)\.css$/);
  if (foreign) return give('text/css', outside(Number(foreign[1])));
  const [, seed, way, file] = path.match(/^\/(\d+)\/(\w+)\/(.*)$/) ?? [];
  const type = TYPES[extname(file ?? '')];
  const project = projects.get(Number(seed));
  if (way === 'native' && project && file in project.files) {
    const isScript = request.headers['sec-fetch-dest'] === 'script';
    if (!file.endsWith('.css')) return give(type, project.files[file]);
    if (isScript) return give('text/javascript', asScript(project.scoped[file]));
    return give(type, project.scoped[file]?.text ?? project.files[file]);
  }
  const built = join(work, String(seed), way ?? '', file ?? '');
  if (file && existsSync(built) && type) return give(type, readFileSync(built));
  response.writeHead(404).end();
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${server.address().port}`;

function build(seed, way, args, pages) {
  const folder = join(work, String(seed));
  const base = args.includes('--base') ? [] : ['--base', `/${seed}/${way}/`];
  const all = ['build', ...pages, '--outdir', `../${way}`, ...base, ...args];
  return new Promise((done) => {
    const child = spawn(nexxo, all, { cwd: join(folder, 'src') });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
    child.on('close', (code) => done(code === 0 ? undefined : text));
  });
}

async function prepare(seed) {
  const project = styleProject(seed, `${origin}/outside/`);
  projects.set(seed, project);
  const folder = join(work, String(seed));
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(project.files)) {
    mkdirSync(dirname(join(folder, 'src', name)), { recursive: true });
    writeFileSync(join(folder, 'src', name), text);
  }
  const builds = {};
  const isLater = Object.values(project.files).some((text) => text.includes('later(() => '));
  const ways = WAYS.filter(([way]) => way !== 'whole' || (!isLater && project.pages.length === 1));
  const jobs = ways.map(async ([way, args]) => {
    if (way !== 'dev') {
      builds[way] = { problem: await build(seed, way, args, project.pages), url: `${origin}/${seed}/${way}/` };
      return;
    }
    const dev = new Server('dev', join(folder, 'src'), []);
    builds[way] = await dev.ready().then(
      () => ({ url: dev.url, dev }),
      (error) => ({ problem: error.message, dev })
    );
  });
  await Promise.all(jobs);
  return { seed, project, builds };
}

let chrome = browser();

/** The browser, which the machine may end. */
async function connected() {
  if (!(await chrome).isConnected()) chrome = browser();
  return await chrome;
}

/** The states of the page that media queries ask for. */
const STATES = [
  ['wide', { viewport: { width: 800, height: 400 }, media: 'screen' }],
  ['narrow', { viewport: { width: 500, height: 400 }, media: 'screen' }],
  ['print', { viewport: { width: 800, height: 400 }, media: 'print' }],
];

/** All computed styles of a page after it has started, and after each thing that it loads later, in `order`. */
async function observe(url, order, tries = 3) {
  const page = await (await connected()).newPage({ viewport: STATES[0][1].viewport });
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  try {
    await page.goto(url);
    const samples = {};
    const sample = async (when) => {
      for (const [state, { viewport, media }] of STATES) {
        if (when !== 'at last' && state !== 'wide') continue;
        if (when === 'at last') {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ media });
        }
        samples[`${when}, ${state}`] = await page.evaluate(look, PROPERTIES);
      }
    };
    await sample('at first');
    for (let n = 0; n < order.length; n++) {
      const has = await page.evaluate(async (at) => {
        if (loads.length === 0) return false;
        await loads.splice(Math.floor(at * loads.length), 1)[0]();
        return true;
      }, order[n]);
      if (!has) break;
      await sample(`after load ${n + 1}`);
    }
    await sample('at last');
    return { samples, problems };
  } catch (error) {
    if (tries > 1 && page.isClosed()) return await observe(url, order, tries - 1);
    return { samples: {}, problems: [...problems, error.message] };
  } finally {
    if (!page.isClosed()) await page.close();
  }
}

/** Runs in the page. */
async function look(properties) {
  const isThere = (sheet) => {
    let rules;
    try {
      rules = [...sheet.cssRules];
    } catch {
      return true;
    }
    return rules.every((rule) => !(rule instanceof CSSImportRule) || (rule.styleSheet && isThere(rule.styleSheet)));
  };
  if (document.readyState !== 'complete') await new Promise((done) => addEventListener('load', done));
  await Promise.all(waiting);
  const ends = performance.now() + 5000;
  // A rule of the sources may lead in a circle, and then to no sheet; no output has one that does.
  const isNative = location.pathname.includes('/native/');
  while (!isNative && ![...document.styleSheets].every(isThere) && performance.now() < ends) await new Promise((done) => setTimeout(done, 1));
  const contents = (globalThis.contents ??= new Map());
  const content = (url) => {
    const [, file, hash = ''] = url.match(/^url\("(.*?)(#.*)?"\)$/s) ?? [];
    if (!file) return url;
    if (!contents.has(file)) contents.set(file, fetch(file).then((it) => it.text(), (error) => `${file}: ${error}`));
    // Quotes of attributes are others in a data URL.
    return contents.get(file).then((text) => text.replace(/x{100,}/, 'x…').replaceAll('"', "'") + hash);
  };
  const found = {};
  for (const element of document.querySelectorAll('body div')) {
    const style = getComputedStyle(element);
    for (const property of properties) {
      const value = style.getPropertyValue(property);
      found[`#${element.id} ${property}`] = property === 'background-image' ? await content(value) : value;
    }
  }
  return found;
}

/** The first differences between two sets of samples. */
function differences(expected, actual) {
  const found = [];
  for (const [when, values] of Object.entries(expected)) {
    if (!actual[when]) return [...found, `${when}: nothing was seen`];
    for (const [what, value] of Object.entries(values)) {
      if (actual[when][what] !== value) found.push(`${when}: ${what} is ${actual[when][what]}, and should be ${value}`);
    }
    if (found.length) return found;
  }
  return found;
}

async function check({ seed, project, builds }) {
  const found = [];
  for (const page of project.pages) {
    const native = await observe(`${origin}/${seed}/native/${page}`, project.order);
    if (native.problems.length) found.push(`native ${page}: ${native.problems.join('; ')}`);
    const views = Object.entries(builds).map(async ([way, { problem, url }]) => {
      if (problem) return found.push(`${way}: ${problem}`);
      const { samples, problems } = await observe(url + page, project.order);
      const all = [...problems, ...differences(native.samples, samples)];
      if (all.length) found.push(`${way} ${page}: ${all.slice(0, 3).join('\n    ')}${all.length > 3 ? `\n    and ${all.length - 3} more` : ''}`);
    });
    await Promise.all(views);
  }
  await Promise.all(Object.values(builds).map(({ dev }) => dev?.stop()));
  if (found.length === 0) rmSync(join(work, String(seed)), { recursive: true, force: true });
  return found;
}

let failed = 0;
const last = Number(first) + Number(count);
const waiting = [];
let seed = Number(first);
for (;;) {
  while (waiting.length < 2 && seed < last) waiting.push(prepare(seed++));
  if (waiting.length === 0) break;
  const prepared = await waiting.shift();
  const found = await check(prepared);
  if (found.length) {
    failed++;
    console.log(`seed ${prepared.seed} ${JSON.stringify(prepared.project.traits)}\n  ${found.join('\n  ')}`);
  }
}
console.log(`${Number(count) - failed} the same, ${failed} differ`);
await (await chrome).close();
process.exit(failed ? 1 : 0);
