// What the tests of `nexxo dev` share: projects on the disk, the server, a browser. Nothing here waits for a fixed time.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const apps = fileURLToPath(new URL('../apps/', import.meta.url));
export const modules = join(apps, 'node_modules');
const { chromium } = createRequire(join(apps, 'package.json'))('playwright-core');

/** How long a machine that does a lot else may take for what takes milliseconds. */
export const PATIENCE = 60_000;

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** A project in a folder of its own. */
export class Project {
  constructor(name, files = {}) {
    this.root = join(process.env.NEXXO_TEST_WORK, name);
    rmSync(this.root, { recursive: true, force: true });
    mkdirSync(this.root, { recursive: true });
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  /** create-vite's template as it ships, with its packages. */
  static template(name) {
    const project = new Project(`template-${name}`);
    cpSync(join(modules, 'create-vite', `template-${name}`), project.root, { recursive: true });
    symlinkSync(modules, join(project.root, 'node_modules'));
    return project;
  }

  write(path, text) {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Saves as editors do: a new file is moved over the old one. */
  save(path, text) {
    this.write(`${path}.new~`, text);
    renameSync(join(this.root, `${path}.new~`), join(this.root, path));
  }

  remove(path) {
    rmSync(join(this.root, path));
  }

  async serve(...args) {
    const server = new Server('dev', this.root, args);
    await server.ready();
    return server;
  }

  /** Serves what is in `dist`. */
  async preview(...args) {
    const server = new Server('preview', this.root, args);
    await server.ready();
    return server;
  }

  build(...args) {
    const { status, stderr } = spawnSync(process.env.NEXXO_BIN, ['build', this.root, ...args], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }
}

/** A running `nexxo dev` or `nexxo preview`. */
export class Server {
  constructor(command, root, args) {
    this.log = '';
    const given = args.some((it) => it.startsWith('--port')) ? args : ['--port', '0', ...args];
    this.child = spawn(process.env.NEXXO_BIN, [command, root, ...given], { env: { ...process.env, NO_COLOR: '1' } });
    running.add(this.child);
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', (data) => (this.log += data));
    this.ended = new Promise((done) => this.child.on('exit', done));
  }

  async ready() {
    await this.said(/ready in/);
    this.url = (await this.said(/Local: +(http:\S+)/))[1];
    this.port = new URL(this.url).port;
  }

  /** Waits until it was said. */
  async said(what) {
    return await until(() => this.log.match(what), () => `it was not said ${what}:\n${this.log}`);
  }

  async stop() {
    running.delete(this.child);
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

/** Waits until `get` gives something. */
export async function until(get, why = () => 'nothing came of it') {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const value = await get();
    if (value) return value;
    if (Date.now() > end) throw new Error(why());
    await new Promise((done) => setTimeout(done, 5));
  }
}

/** The browser of this process, with more arguments. */
export async function browser(...more) {
  const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const executablePath = candidates.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('no Chromium: install it, or name it with CHROMIUM');
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more];
  return await chromium.launch({ executablePath, args });
}

/** A page that remembers what was logged in it and what went wrong, and whether it was loaded anew. */
export async function open(chrome, url) {
  const page = await chrome.newPage();
  const logs = [];
  const problems = [];
  page.on('console', (message) => {
    logs.push(message.text());
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`error: ${error.stack}`));
  page.on('response', (response) => response.status() >= 400 && problems.push(`${response.status()}: ${response.url()}`));
  await page.goto(url);
  await page.evaluate(() => (globalThis.isOld = true));
  return Object.assign(page, {
    logs,
    problems,
    /** Waits until a text was logged. */
    logged: (text) => until(() => logs.some((it) => it.includes(text)), () => `not logged: ${text}\n${logs.join('\n')}\n${problems.join('\n')}`),
    /** Waits until an element has a text. */
    async shows(selector, text) {
      let last;
      await until(async () => {
        last = await page.evaluate((it) => document.querySelector(it)?.textContent, selector).catch(() => undefined);
        return last === text;
      }, () => `${selector} shows ${JSON.stringify(last)}, not ${JSON.stringify(text)}\n${logs.join('\n')}\n${problems.join('\n')}`);
    },
    /** Whether it is the page that was opened, never loaded anew. */
    isKept: () => page.evaluate(() => globalThis.isOld === true),
    /** Waits until it was loaded anew. */
    reloaded: () => until(() => page.evaluate(() => globalThis.isOld !== true).catch(() => false), () => `not loaded anew\n${logs.join('\n')}`),
    /** The overlay's text, if there is one. */
    overlay: () => page.evaluate(() => document.querySelector('nexxo-overlay')?.shadowRoot.querySelector('.box').textContent),
    style: (selector, property) => page.evaluate(([it, name]) => getComputedStyle(document.querySelector(it))[name], [selector, property]),
    async overlaid(text) {
      let last;
      await until(async () => (last = await this.overlay())?.includes(text), () => `the overlay shows ${last}, not ${text}`);
    },
  });
}

/** What a server says to a request whose path nobody tidies up; the body as it comes. */
export const ask = (port, path, headers = {}, method = 'GET', body) =>
  new Promise((done, fail) => {
    const it = request({ port, host: '127.0.0.1', path, method, headers: { host: `localhost:${port}`, ...headers } }, (response) => {
      const parts = [];
      response.on('data', (data) => parts.push(data));
      response.on('error', fail);
      response.on('end', () => {
        const bytes = Buffer.concat(parts);
        done({ status: response.statusCode, headers: response.headers, bytes, body: bytes.toString() });
      });
    });
    it.on('error', fail);
    it.end(body);
  });

/** Runs cases one after the other, all of them, and says which failed. */
export async function cases(list) {
  const wanted = process.argv[2] ?? '';
  const chrome = await browser();
  let failed = 0;
  for (const [name, run] of Object.entries(list)) {
    if (!name.includes(wanted)) continue;
    const servers = [];
    const world = {
      name,
      chrome,
      async serve(files, ...args) {
        // A folder of its own: an earlier server of the case goes on in the first.
        const folder = [name.replace(/\W+/g, '-'), ...(servers.length ? [servers.length] : [])].join('-');
        const project = files instanceof Project ? files : new Project(folder, files);
        const server = await project.serve(...args);
        servers.push(server);
        return { project, server };
      },
      async start(files, ...args) {
        const { project, server } = await world.serve(files, ...args);
        const page = await open(chrome, server.url);
        return { project, server, page };
      },
      async preview(project, ...args) {
        const server = await project.preview(...args);
        servers.push(server);
        return server;
      },
      servers,
    };
    try {
      await run(world);
      console.log(`ok ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED ${name}\n${error.stack}\n${servers.map((it) => it.log).join('\n')}`);
    } finally {
      for (const context of chrome.contexts()) await Promise.all(context.pages().map((page) => page.close()));
      await Promise.all(servers.map((server) => server.stop()));
    }
  }
  await chrome.close();
  process.exit(failed ? 1 : 0);
}

/** Starts an app of components whose packages are those of the tests: `files` beside its page. */
export async function startComponents({ start, name }, kind, files) {
  const page = { 'index.html': html('<div id="root"></div>', '/src/main.tsx'), 'package.json': '{}' };
  const project = new Project(`${kind}-${name.replace(/\W+/g, '-')}`, { ...page, ...files });
  symlinkSync(modules, join(project.root, 'node_modules'));
  return await start(project);
}

/** The component `App` that counts clicks of a button, with more hooks beside its state. */
export const counterWith = (hooksOf) => (text, hooks = '') =>
  `import { useEffect, useState } from '${hooksOf}';\nexport function App() {\n  const [n, setN] = useState(0);\n  ${hooks}\n  return <button onClick={() => setN(n + 1)}>${text} {n}</button>;\n}\n`;

/** A page with one module. */
export const html = (body = '', src = '/src/main.js') =>
  `<!doctype html>\n<html>\n<head><title>test</title><link rel="icon" href="data:,"></head>\n<body>${body}\n<script type="module" src="${src}"></script>\n</body>\n</html>\n`;

export { assert };

/** The line of the source that the first mapping of a line leads to. */
export function sourceLine(mappings, wanted) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let line = 0;
  for (const [i, text] of mappings.split(';').entries()) {
    for (const [j, part] of text.split(',').filter(Boolean).entries()) {
      const numbers = [];
      for (let at = 0, value = 0, shift = 0; at < part.length; at++) {
        const digit = letters.indexOf(part[at]);
        value += (digit & 31) << shift;
        shift += 5;
        if (digit & 32) continue;
        numbers.push(value & 1 ? -(value >> 1) : value >> 1);
        value = shift = 0;
      }
      line += numbers[2] ?? 0;
      if (i === wanted && j === 0) return line;
    }
  }
  return undefined;
}
