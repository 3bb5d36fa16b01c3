// What an editor shows and has not saved is on the page at once, as far as somebody accepts it: no page loads anew for it, half a
// line changes nothing, and undoing, closing and leaving take the page back.
import { connect } from 'node:net';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, cases, html, until } from './support.mjs';

// The sockets of this test are not those of the machine's user.
const runtime = mkdtempSync(join(tmpdir(), 'nexxo-test-'));
process.env.XDG_RUNTIME_DIR = runtime;

/** A session with the engine of a server, in place of an editor. */
class Editor {
  static async open(server) {
    const editor = new Editor();
    const folder = await until(() => readdirSync(runtime).find((it) => it.startsWith('nexxo-') && !Editor.known.has(it)), () => server.log);
    Editor.known.add(folder);
    const at = join(runtime, folder);
    const { version, token } = await until(() => {
      try {
        return JSON.parse(readFileSync(join(at, 'ticket'), 'utf8'));
      } catch {
        return undefined;
      }
    });
    editor.socket = connect(join(at, 'socket'));
    editor.send({ version, token });
    const answer = await new Promise((done) => editor.socket.once('data', done));
    assert.match(answer.subarray(4).toString(), /Granted/);
    return editor;
  }

  send(message) {
    const text = Buffer.from(JSON.stringify(message));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    this.socket.write(Buffer.concat([length, text]));
  }

  edit(project, path, text) {
    this.send({ Edit: { path: join(project.root, path), text } });
  }

  close() {
    this.socket.end();
  }
}
Editor.known = new Set();

const accepting = (text) => `export const text = ${JSON.stringify(text)};
document.querySelector('h1').textContent = text;
globalThis.runs = (globalThis.runs ?? 0) + 1;
import.meta.hot?.accept();
`;

const FILES = {
  'index.html': html('<h1></h1><h2></h2>'),
  'src/main.js': "import './accepting.js';\nimport { plain } from './plain.js';\ndocument.querySelector('h2').textContent = plain;\n",
  'src/accepting.js': accepting('first'),
  'src/plain.js': "export const plain = 'first';\n",
};

await cases({
  'unsaved edits reach the page, and half a line does not': async ({ start }) => {
    const { project, server, page } = await start(FILES);
    const editor = await Editor.open(server);
    await page.shows('h1', 'first');
    editor.edit(project, 'src/accepting.js', accepting('typed'));
    await page.shows('h1', 'typed');
    const runs = await page.evaluate(() => globalThis.runs);
    editor.edit(project, 'src/accepting.js', `${accepting('half')}\nconst a = {`);
    editor.edit(project, 'src/accepting.js', accepting('whole'));
    await page.shows('h1', 'whole');
    assert.equal(await page.evaluate(() => globalThis.runs), runs + 1, 'the half line ran nowhere');
    // Undo.
    editor.edit(project, 'src/accepting.js', accepting('first'));
    await page.shows('h1', 'first');
    // Closing without saving.
    editor.edit(project, 'src/accepting.js', accepting('typed again'));
    await page.shows('h1', 'typed again');
    editor.edit(project, 'src/accepting.js', null);
    await page.shows('h1', 'first');
    // The editor goes.
    editor.edit(project, 'src/accepting.js', accepting('left'));
    await page.shows('h1', 'left');
    editor.close();
    await page.shows('h1', 'first');
    assert.ok(await page.isKept());
    assert.deepEqual(page.problems, []);
    assert.match(readFileSync(join(project.root, 'src/accepting.js'), 'utf8'), /first/);
  },

  'what nobody accepts waits until it is saved': async ({ start }) => {
    const { project, server, page } = await start(FILES);
    const editor = await Editor.open(server);
    await page.shows('h2', 'first');
    const plain = (text) => `export const plain = '${text}';\n`;
    editor.edit(project, 'src/plain.js', plain('typed'));
    await page.logged('src/plain.js waits until it is saved');
    // Others are not held up by it.
    editor.edit(project, 'src/accepting.js', accepting('typed'));
    await page.shows('h1', 'typed');
    await page.shows('h2', 'first');
    // Undone, it waits no more: saving something else loads nothing anew.
    editor.edit(project, 'src/plain.js', plain('first'));
    editor.edit(project, 'src/plain.js', null);
    project.save('src/accepting.js', accepting('saved'));
    editor.edit(project, 'src/accepting.js', null);
    await page.shows('h1', 'saved');
    assert.ok(await page.isKept());
    // Saved, it is taken up, by a page that loads anew.
    editor.edit(project, 'src/plain.js', plain('typed'));
    await until(() => page.logs.filter((it) => it.includes('src/plain.js waits')).length > 1);
    project.save('src/plain.js', plain('typed'));
    editor.edit(project, 'src/plain.js', null);
    await page.reloaded();
    await page.shows('h2', 'typed');
  },

  'a file that is not saved yet counts': async ({ start }) => {
    const { project, server, page } = await start(FILES);
    const editor = await Editor.open(server);
    await page.shows('h1', 'first');
    editor.edit(project, 'src/new.js', "export const word = 'from a new file';\n");
    editor.edit(project, 'src/accepting.js', `import { word } from './new.js';\n${accepting('x').replace('= text;', '= word;')}`);
    await page.shows('h1', 'from a new file');
    editor.close();
    await page.shows('h1', 'first');
    assert.ok(await page.isKept());
  },
});
