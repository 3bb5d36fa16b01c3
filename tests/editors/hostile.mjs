// Editors that say what they should not, too much, too early, or in odd letters. The server answers, keeps the texts, and lives.
import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Project, assert, cases, html, until } from '../hmr/support.mjs';
import { framed } from '../support/frames.mjs';
import { Client, everything } from '../support/lsp.mjs';
import { problems } from '../support/protocol.mjs';
import { lsp } from './support/editors.mjs';

const page = { 'index.html': html('', '/main.js') };

/** A case with a server that must end well, and have said nothing that is no message of the protocol. */
const hostile = (files, work, options) => async ({ name }) => {
  const project = new Project(name.replace(/\W+/g, '-'), { ...page, ...files });
  const client = await Client.open(project, lsp, options);
  await work(client, project);
  assert.equal(await client.end(), 0);
  assert.deepEqual(problems(client.messages, `${project.root}.types`, 'server'), []);
};

const code = async (client, path) => (await client.ask('nexxo/code', { uri: client.uri(path) })).text;

const range = (line, character, endLine = line, endCharacter = character) => ({ start: { line, character }, end: { line: endLine, character: endCharacter } });

await cases({
  'too early, twice, too late': async ({ name }) => {
    const project = new Project(name.replace(/\W+/g, '-'), { ...page, 'main.js': '' });
    const client = new Client(project, lsp);
    const params = { textDocument: { uri: client.uri('main.js') }, position: { line: 0, character: 0 } };
    assert.equal((await client.put('textDocument/hover', params)).error.code, -32002);
    client.show('main.js', 'lost');
    const begin = { processId: null, rootUri: client.uri(''), capabilities: {} };
    await client.ask('initialize', begin);
    assert.equal((await client.put('initialize', begin)).error.code, -32600);
    await client.ask('shutdown');
    assert.equal((await client.put('textDocument/hover', params)).error.code, -32600);
    client.tell('exit');
    assert.equal(await client.ended, 0);
    // Who leaves without a word.
    for (const leave of [(it) => it.tell('exit'), (it) => it.child.stdin.end(), (it) => it.child.stdin.end('Content-Length: 900\r\n\r\n{"jsonrpc')]) {
      const other = await Client.open(project, lsp);
      leave(other);
      assert.equal(await other.ended, 1);
    }
  },

  'what is no message': hostile({ 'main.js': '' }, async (client) => {
    const raw = (body) => client.child.stdin.write(Buffer.concat([Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`), Buffer.from(body)]));
    const bodies = [
      '', '{', '[]', 'null', '1', '\0', Buffer.from([0xff, 0xfe, 0x80]), '['.repeat(200_000), `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      '{"jsonrpc":"1.0","id":77,"method":"textDocument/hover"}', '{"id":78,"method":"x"}', '{"jsonrpc":"2.0","id":{},"method":"x"}',
      '{"jsonrpc":"2.0","id":1.5,"method":"x"}', '{"jsonrpc":"2.0","method":5}', '{"jsonrpc":"2.0","id":99999999999999999999,"method":"x"}',
    ];
    const before = client.messages.length;
    bodies.forEach(raw);
    client.child.stdin.write('garbage\r\nContent-Length: -5\r\n\r\nContent-Length: 18446744073709551616\r\n\r\n\n\n');
    client.show('main.js', "import './no.js';");
    await client.codes('main.js', 'unresolved-import');
    const refused = client.messages.slice(before).filter(({ message }) => message.id === null && message.error);
    assert.ok(refused.length >= bodies.length, `${refused.length} of ${bodies.length} were refused`);
    // These are no answers to anything, so they are not looked at with the others.
    client.messages.splice(0, client.messages.length, ...client.messages.filter((it) => !refused.includes(it)));
    for (const params of [7, [1], {}, { textDocument: 7 }, { textDocument: { uri: 'x' }, position: { line: -1, character: 1 } }]) {
      assert.equal((await client.put('textDocument/hover', params)).error.code, -32602);
    }
  }),

  'questions are cancelled, or asked under one name': hostile({ 'main.js': "import './a.js';", 'a.js': '' }, async (client) => {
    const params = { textDocument: { uri: client.uri('main.js') }, position: { line: 0, character: 10 } };
    const answers = Array.from({ length: 50 }, () => {
      const answer = client.put('textDocument/hover', params);
      client.tell('$/cancelRequest', { id: client.id });
      return answer;
    });
    for (const id of ['nobody', [], null, 12345]) client.tell('$/cancelRequest', { id });
    for (const { error, result } of await Promise.all(answers)) assert.ok(error?.code === -32800 || result);
    const same = framed({ jsonrpc: '2.0', id: 'same', method: 'textDocument/hover', params });
    const before = client.messages.length;
    client.child.stdin.write(Buffer.concat(Array.from({ length: 20 }, () => same)));
    await until(() => client.messages.slice(before).filter(({ message }) => message.id === 'same').length === 20, () => 'not all were answered');
    client.messages.splice(before);
  }),

  'ranges outside of the text': hostile({ 'main.js': '' }, async (client) => {
    client.show('main.js', 'console.log(1);\n');
    client.change('main.js', { range: range(4_294_967_295, 4_294_967_295), text: 'console.log(2);\n' }, { range: range(0, 99), text: '//' }, { range: range(9, 9, 2, 0), text: '' });
    assert.match(await code(client, 'main.js'), /log\(1\);\s.*log\(2\)/s);
    // What cannot be read changes nothing.
    client.change('main.js', { range: range(-1, 0), text: 'x' });
    client.change('main.js', { range: range(0.5, 0), text: 'x' });
    assert.match(await code(client, 'main.js'), /log\(1\);\s.*log\(2\)/s);
    assert.equal((await client.put('textDocument/hover', { textDocument: { uri: client.uri('main.js') }, position: { line: 4_294_967_295, character: 7 } })).result, null);
  }),

  'halves of pairs, and all ends of lines': hostile({ 'main.js': '' }, async (client) => {
    client.show('main.js', 'console.log("\ud83d", 1);\n');
    client.change('main.js', { range: range(0, 13, 0, 14), text: '\ud83d\ude00' });
    assert.match(await code(client, 'main.js'), /log\("😀", 1\)/);
    client.change('main.js', { range: range(0, 14, 0, 15), text: 'x' });
    assert.match(await code(client, 'main.js'), /log\("\ufffdx", 1\)/);
    client.change('main.js', { text: 'console.log("a");\r\nconsole.log("b");\rconsole.log("c");\n// \u2028\nconsole.log("d😀e");' });
    client.change('main.js', { range: range(1, 13, 1, 14), text: 'B' }, { range: range(2, 13, 2, 14), text: 'C' }, { range: range(4, 16, 4, 17), text: 'E' });
    const text = await code(client, 'main.js');
    for (const word of ['a', 'B', 'C', 'd😀E']) assert.ok(text.includes(`log("${word}")`), text);
  }),

  'ten thousand edits between questions, cancels and events': hostile({ 'main.js': '', 'a.js': '' }, async (client) => {
    client.show('main.js', 'console.log(0);\n');
    const uri = client.uri('main.js');
    const answers = [];
    for (let i = 1; i <= 10_000; i += 1) {
      client.change('main.js', { text: `import './a.js';\nconsole.log("n${i}");\n` });
      if (i % 10 === 0) answers.push(client.put('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 10 } }));
      if (i % 50 === 0) client.tell('$/cancelRequest', { id: client.id });
      if (i % 3 === 0) client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('a.js'), type: 2 }] });
    }
    assert.match(await code(client, 'main.js'), /"n10000"/);
    for (const { error, result } of await Promise.all(answers)) assert.ok(error?.code === -32800 || result);
    client.change('main.js', ...Array.from({ length: 10_000 }, () => ({ range: range(0, 0), text: ' ' })), { range: range(0, 0), text: "import './no.js';" });
    await client.codes('main.js', 'unresolved-import');
  }),

  'deep and large': hostile({ 'main.js': '' }, async (client) => {
    for (const depth of [1000, 30_000]) {
      client.show('main.js', `import './no.js'; console.log(${'['.repeat(depth)}${']'.repeat(depth)});`);
      assert.ok(await client.ask('textDocument/diagnostic', { textDocument: { uri: client.uri('main.js') } }));
      await client.codes('main.js', 'unresolved-import');
    }
    // As long as a path can be.
    const far = `${'a/'.repeat(2000)}x.js`;
    client.show(far, "import './y.js';");
    await client.at('hover', far, 0, 9);
    client.change('main.js', { text: `import './${far}';` });
    assert.match((await client.at('hover', 'main.js', 0, 9)).contents.value, /x\.js/);
    client.hide(far);
    await client.codes('main.js', 'unresolved-import');
    client.change('main.js', { text: `console.log("${'x'.repeat(1000)}");\n`.repeat(10_000) });
    client.change('main.js', { range: range(5000, 0), text: "import './no.js';\n" });
    await client.codes('main.js', 'unresolved-import');
  }),

  'odd names': hostile({ 'main.js': '', 'a b#c%20?.js': '', 'ü漢.js': '', 'd%41.js': '' }, async (client, project) => {
    for (const uri of ['untitled:1', 'git:/x', 'file:', 'file:///', 'file://host/x.js', 'file:///%00', 'file:///%ff', 'file:///a%2f..%2fb', 'file:///C:/x.js', 'nexxo-code:', `file://${project.root}`, 'x:y']) {
      client.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'x', version: 1, text: 'let' } });
      const position = { line: 0, character: 0 };
      for (const method of ['hover', 'definition', 'completion']) assert.ok(await client.put(`textDocument/${method}`, { textDocument: { uri }, position }));
      for (const method of ['ways', 'code', 'status']) assert.ok(await client.put(`nexxo/${method}`, { uri }));
      assert.ok(await client.put('workspace/willRenameFiles', { files: [{ oldUri: uri, newUri: uri }] }));
      client.tell('textDocument/didClose', { textDocument: { uri } });
    }
    const names = ['a b#c%20?.js', 'ü漢.js', 'd%41.js'];
    // In a specifier `?` begins a query, so the first one cannot be imported by its name.
    client.show('main.js', names.slice(1).map((it) => `import './${it}';\n`).join(''));
    const targets = [];
    for (const line of [0, 1]) targets.push((await client.at('definition', 'main.js', line, 10)).uri);
    assert.deepEqual(targets.map((it) => decodeURIComponent(new URL(it).pathname)), names.slice(1).map((it) => join(project.root, it)));
    client.show(names[0], "import './no.js';");
    assert.ok(await client.ask('textDocument/documentLink', { textDocument: { uri: client.uri(names[0]) } }));
  }),

  'opened twice, closed twice, changed when closed': hostile({ 'main.js': "console.log('disk');" }, async (client) => {
    client.show('main.js', "import './no.js';");
    client.show('main.js', "import './no1.js'; import './no2.js';");
    await client.codes('main.js', 'unresolved-import', 'unresolved-import');
    client.hide('main.js');
    await client.codes('main.js');
    client.hide('main.js');
    client.change('main.js', { text: "import './no.js';" });
    assert.match(await code(client, 'main.js'), /disk/);
  }),

  'folders move under open documents': hostile({ 'main.js': "import './lib/a.js';", 'lib/a.js': "import './b.js';", 'lib/b.js': 'console.log(1);' }, async (client, project) => {
    client.show('main.js', "import './lib/a.js';");
    client.show('lib/a.js', "import './b.js'; // not saved");
    for (let i = 0; i < 10; i += 1) {
      const [from, to] = i % 2 ? ['moved', 'lib'] : ['lib', 'moved'];
      const edit = await client.ask('workspace/willRenameFiles', { files: [{ oldUri: client.uri(from), newUri: client.uri(to) }] });
      assert.equal(edit?.changes[client.uri('main.js')][0].newText, `./${to}/a.js`, `move ${i}`);
      client.change('main.js', { text: `import './${to}/a.js';` });
      renameSync(join(project.root, from), join(project.root, to));
      client.hide(`${from}/a.js`);
      client.show(`${to}/a.js`, "import './b.js'; // not saved");
      client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri(from), type: 3 }, { uri: client.uri(to), type: 1 }] });
    }
    await client.codes('main.js');
    client.change('main.js', { text: "import './moved/a.js';" });
    await client.codes('main.js', 'unresolved-import');
  }),

  'links in circles': hostile({ 'main.js': '', 'a.js': '' }, async (client, project) => {
    symlinkSync('.', join(project.root, 'here'));
    symlinkSync('circle', join(project.root, 'circle'));
    client.show('main.js', "import './here/here/a.js'; import './here/circle/x.js'; import.meta.glob('./**/*.js');");
    await client.codes('main.js', 'unresolved-import');
    assert.ok((await client.at('completion', 'main.js', 0, 20)).some((it) => it.label === 'a.js'));
  }),

  'a project and a package behind links': async ({ name }) => {
    const root = name.replace(/\W+/g, '-');
    const real = new Project(root, { ...page, 'main.js': "import './lib/a.js';\nimport { b } from 'b';\nconsole.log(b);\n", 'lib/a.js': '', 'packages/b/package.json': '{ "name": "b", "type": "module", "exports": "./b.js" }', 'packages/b/b.js': 'export const b = 1;\n' });
    mkdirSync(join(real.root, 'node_modules'));
    symlinkSync('../packages/b', join(real.root, 'node_modules/b'));
    const project = { root: `${real.root}-link` };
    rmSync(project.root, { force: true });
    symlinkSync(real.root, project.root);
    const client = await Client.open(project, lsp);
    // All is told of under the names that the editor uses.
    client.show('main.js', "import './lib/no.js';\nimport { b } from 'b';\nconsole.log(b);\n");
    await client.codes('main.js', 'unresolved-import');
    client.change('main.js', { text: "import './lib/a.js';\nimport { b } from 'b';\nconsole.log(b);\n" });
    await client.codes('main.js');
    assert.equal((await client.at('definition', 'main.js', 0, 12)).uri, client.uri('lib/a.js'));
    const edit = await client.ask('workspace/willRenameFiles', { files: [{ oldUri: client.uri('lib/a.js'), newUri: client.uri('new/a.js') }] });
    assert.equal(edit.changes[client.uri('main.js')][0].newText, './new/a.js');
    assert.equal((await client.ask('nexxo/status', {})).root, project.root);
    // A file of a package that was opened by the link to it is the file of the bundle.
    client.show('node_modules/b/b.js', 'export const c = 1;\n');
    await client.codes('main.js', 'missing-export');
    await client.codes('node_modules/b/b.js', 'unused-export');
    client.hide('node_modules/b/b.js');
    await client.codes('main.js');
    assert.equal(await client.end(), 0);
  },

  'settings that make no sense leave the others': hostile({ 'main.js': '' }, async (client) => {
    client.show('main.js', 'export const unused = 1;\nconsole.log(1);');
    assert.match(await code(client, 'main.js'), /log\(1\)/);
    for (const settings of [null, 5, [], { nexxo: null }, { nexxo: { mode: {} } }]) client.tell('workspace/didChangeConfiguration', { settings });
    assert.equal(await client.ask('textDocument/inlayHint', { textDocument: { uri: client.uri('main.js') }, range: everything }).then((it) => it.length), 0);
    client.tell('workspace/didChangeConfiguration', { settings: { nexxo: { live: 'x', importCosts: false } } });
    await until(async () => (await client.ask('textDocument/inlayHint', { textDocument: { uri: client.uri('main.js') }, range: everything })) === null, () => 'the good one was not taken');
  }),

  'a folder without a page, until there is one': async ({ name }) => {
    const project = new Project(name.replace(/\W+/g, '-'), { 'main.js': '' });
    const client = await Client.open(project, lsp);
    client.show('main.js', "import './no.js';");
    await until(async () => (await client.ask('nexxo/status', {}))?.state === 'stopped');
    project.write('index.html', page['index.html']);
    await client.codes('main.js', 'unresolved-import');
    assert.equal(await client.end(), 0);
  },
});
