// What is typed in an editor is on the page: the language server tells a dev server of the same project, whichever of the two
// came first, what is not saved.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assert, cases, html, until } from './support.mjs';

// The sockets of this test are not those of the machine's user.
process.env.XDG_RUNTIME_DIR = mkdtempSync(join(tmpdir(), 'nexxo-test-'));

const clients = new Set();
process.on('exit', () => clients.forEach((client) => client.server.kill('SIGKILL')));

/** An editor with the language server. */
class Editor {
  static async open(root, settings = {}) {
    const editor = new Editor();
    editor.root = root;
    editor.server = spawn(join(dirname(process.env.NEXXO_BIN), 'nexxo-lsp'), ['--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    clients.add(editor);
    editor.answers = new Map();
    editor.status = {};
    editor.next = 0;
    editor.versions = new Map();
    let bytes = Buffer.alloc(0);
    editor.server.stdout.on('data', (data) => {
      bytes = Buffer.concat([bytes, data]);
      for (;;) {
        const head = bytes.indexOf('\r\n\r\n');
        if (head < 0) return;
        const end = head + 4 + Number(/Content-Length: (\d+)/i.exec(bytes.subarray(0, head))[1]);
        if (bytes.length < end) return;
        editor.hear(JSON.parse(bytes.subarray(head + 4, end)));
        bytes = bytes.subarray(end);
      }
    });
    const workspaceFolders = [{ uri: pathToFileURL(root).href, name: 'app' }];
    await editor.ask('initialize', { processId: null, rootUri: null, workspaceFolders, capabilities: {}, initializationOptions: settings });
    editor.tell('initialized', {});
    return editor;
  }

  hear(message) {
    if (message.method === 'nexxo/status') this.status = message.params;
    if (message.id !== undefined && !message.method) this.answers.get(message.id)?.(message.result);
  }

  send(message) {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  tell(method, params) {
    this.send({ method, params });
  }

  ask(method, params) {
    const id = (this.next += 1);
    this.send({ id, method, params });
    return new Promise((done) => this.answers.set(id, done));
  }

  uri(path) {
    return pathToFileURL(join(this.root, path)).href;
  }

  show(path, text) {
    this.versions.set(path, 1);
    this.tell('textDocument/didOpen', { textDocument: { uri: this.uri(path), languageId: 'javascript', version: 1, text } });
  }

  type(path, text) {
    const version = this.versions.get(path) + 1;
    this.versions.set(path, version);
    this.tell('textDocument/didChange', { textDocument: { uri: this.uri(path), version }, contentChanges: [{ text }] });
  }

  saved(path) {
    this.tell('textDocument/didSave', { textDocument: { uri: this.uri(path) } });
  }

  hide(path) {
    this.tell('textDocument/didClose', { textDocument: { uri: this.uri(path) } });
  }

  async says(what) {
    return await until(() => what(this.status), () => JSON.stringify(this.status));
  }

  end() {
    clients.delete(this);
    this.server.kill('SIGKILL');
  }
}

const accepting = (text) => `export const text = ${JSON.stringify(text)};
document.querySelector('h1').textContent = text;
globalThis.runs = (globalThis.runs ?? 0) + 1;
import.meta.hot?.accept();
`;

const plain = (text) => `export const plain = '${text}';\n`;

const FILES = {
  'index.html': html('<h1></h1><h2></h2>'),
  'src/main.js': "import './accepting.js';\nimport { plain } from './plain.js';\ndocument.querySelector('h2').textContent = plain;\n",
  'src/accepting.js': accepting('first'),
  'src/plain.js': plain('first'),
};

/** The page of a project, and an editor on it. */
async function both({ start }, settings) {
  const it = await start(FILES);
  const editor = await Editor.open(it.project.root, settings);
  await editor.says((status) => status.tabs === 1);
  await it.page.shows('h1', 'first');
  return { ...it, editor };
}

await cases({
  'typed is on the page, half a line is not, undo and closing take it back': async (world) => {
    const { page, editor } = await both(world);
    editor.show('src/accepting.js', accepting('first'));
    editor.type('src/accepting.js', accepting('typed'));
    await page.shows('h1', 'typed');
    const runs = await page.evaluate(() => globalThis.runs);
    editor.type('src/accepting.js', `${accepting('half')}\nconst a = {`);
    editor.type('src/accepting.js', accepting('whole'));
    await page.shows('h1', 'whole');
    assert.equal(await page.evaluate(() => globalThis.runs), runs + 1, 'the half line ran nowhere');
    editor.type('src/accepting.js', accepting('first'));
    await page.shows('h1', 'first');
    editor.type('src/accepting.js', accepting('typed again'));
    await page.shows('h1', 'typed again');
    editor.hide('src/accepting.js');
    await page.shows('h1', 'first');
    assert.ok(await page.isKept());
    assert.deepEqual(page.problems, []);
    editor.end();
  },

  'what nobody accepts is pending until it is saved': async (world) => {
    const { project, server, page, editor } = await both(world);
    editor.show('src/plain.js', plain('first'));
    editor.type('src/plain.js', plain('typed'));
    await editor.says((status) => status.pending?.[0] === 'src/plain.js');
    assert.ok(await page.isKept());
    assert.doesNotMatch(server.log, /page reload/);
    assert.deepEqual((await editor.ask('nexxo/status', {})).pending, ['src/plain.js']);
    project.save('src/plain.js', plain('typed'));
    editor.saved('src/plain.js');
    await page.reloaded();
    await page.shows('h2', 'typed');
    await editor.says((status) => status.pending.length === 0 && status.tabs === 1);
    editor.end();
  },

  'undone, nothing is pending': async (world) => {
    const { page, editor } = await both(world);
    editor.show('src/plain.js', plain('first'));
    editor.type('src/plain.js', plain('typed'));
    await editor.says((status) => status.pending?.length === 1);
    editor.type('src/plain.js', plain('first'));
    await editor.says((status) => status.pending.length === 0);
    assert.ok(await page.isKept());
    editor.end();
  },

  'a name runs when it is whole': async (world) => {
    const { page, editor } = await both(world);
    const end = 'globalThis.mark = text;\n';
    const text = (typed) => `${accepting('typed')}${typed}`;
    editor.show('src/accepting.js', accepting('first'));
    for (let length = 1; length <= end.length; length += 1) {
      editor.type('src/accepting.js', text(end.slice(0, length)));
      await editor.ask('nexxo/status', {});
    }
    await page.shows('h1', 'typed');
    await until(() => page.evaluate(() => globalThis.mark === 'typed'));
    assert.deepEqual(page.problems, [], 'no beginning of a name was run');
    editor.type('src/accepting.js', text('console.log(madeUp);\n'));
    editor.type('src/accepting.js', accepting('whole'));
    await page.shows('h1', 'whole');
    assert.deepEqual(page.problems, []);
    editor.end();
  },

  'what is overtaken just when it is done is on the page all the same': async (world) => {
    const { page, editor } = await both(world);
    editor.show('src/accepting.js', accepting('first'));
    for (let n = 1; n <= 100; n++) {
      editor.type('src/accepting.js', accepting(`text ${n}`));
      // By a text that compiles to the same.
      const end = performance.now() + (n % 25) / 10;
      while (performance.now() < end);
      editor.type('src/accepting.js', `${accepting(`text ${n}`)}\n`);
      await page.shows('h1', `text ${n}`);
    }
    assert.deepEqual(page.problems, []);
    editor.end();
  },

  'a text that for a moment accepts nothing keeps the page': async (world) => {
    const { page, editor } = await both(world);
    editor.show('src/accepting.js', accepting('first'));
    const open = accepting('typed').replace('import.meta.hot?.accept();', '');
    editor.type('src/accepting.js', open);
    await page.shows('h1', 'typed');
    editor.type('src/accepting.js', open.replace('typed', 'typed more'));
    await page.shows('h1', 'typed more');
    editor.type('src/accepting.js', accepting('first'));
    await page.shows('h1', 'first');
    assert.ok(await page.isKept());
    assert.deepEqual(page.problems, []);
    editor.end();
  },

  'an editor that goes takes what it typed with it': async (world) => {
    const { page, editor } = await both(world);
    editor.show('src/accepting.js', accepting('first'));
    editor.type('src/accepting.js', accepting('typed'));
    await page.shows('h1', 'typed');
    editor.end();
    await page.shows('h1', 'first');
    assert.ok(await page.isKept());
  },

  'with `all`, the page loads anew for what nobody accepts': async (world) => {
    const { page, editor } = await both(world, { live: 'all' });
    editor.show('src/plain.js', plain('first'));
    editor.type('src/plain.js', plain('typed'));
    await page.reloaded();
    await page.shows('h2', 'typed');
    editor.end();
  },

  'with `off`, the page follows what is saved': async (world) => {
    const { project, page, editor } = await both(world, { live: 'off' });
    editor.show('src/accepting.js', accepting('first'));
    editor.type('src/accepting.js', accepting('typed'));
    project.save('src/accepting.js', accepting('saved'));
    await page.shows('h1', 'saved');
    assert.equal(await page.evaluate(() => globalThis.runs), 2);
    editor.end();
  },

  'the editor may be first, and the server may come again': async ({ serve, start, servers }) => {
    const { project, server } = await serve(FILES);
    await server.stop();
    const editor = await Editor.open(project.root);
    editor.show('src/accepting.js', accepting('first'));
    editor.type('src/accepting.js', accepting('typed before'));
    await editor.says((status) => status.state === 'linked');
    const again = await start(project);
    await again.page.shows('h1', 'typed before');
    await again.server.stop();
    servers.length = 0;
    editor.type('src/accepting.js', accepting('typed meanwhile'));
    const third = await start(project);
    await third.page.shows('h1', 'typed meanwhile');
    // A file that changes on the disk, and not here, is what the disk says.
    editor.show('src/plain.js', plain('first'));
    editor.type('src/accepting.js', accepting('typed behind it'));
    await third.page.shows('h1', 'typed behind it');
    project.save('src/plain.js', plain('by another tool'));
    await third.page.shows('h2', 'by another tool');
    editor.end();
  },

  'it is said above a text what saving it does to the page': async (world) => {
    const { page, editor } = await both(world);
    const lens = async (path) => {
      const lenses = (await editor.ask('textDocument/codeLens', { textDocument: { uri: editor.uri(path) } })) ?? [];
      return lenses.map((it) => it.command.title).find((title) => title.startsWith('saving'));
    };
    assert.equal(await lens('src/accepting.js'), 'saving swaps src/accepting.js');
    assert.equal(
      await lens('src/plain.js'),
      'saving reloads the page: nothing accepts src/plain.js → src/main.js → index.html',
    );
    assert.equal(await lens('src/nobody.js'), undefined);
    await page.close();
    await editor.says((status) => status.tabs === 0);
    assert.equal(await lens('src/accepting.js'), undefined);
    editor.end();
  },

  'an editor that came by a link is the same project': async ({ start }) => {
    const { project, page } = await start(FILES);
    const link = `${project.root}-link`;
    rmSync(link, { force: true });
    symlinkSync(project.root, link);
    const editor = await Editor.open(link);
    await editor.says((status) => status.tabs === 1);
    editor.show('src/accepting.js', accepting('first'));
    editor.type('src/accepting.js', accepting('typed'));
    await page.shows('h1', 'typed');
    editor.end();
  },
});
