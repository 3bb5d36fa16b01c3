// Each thing that an editor can ask, by a script; and whether every message of both sides is one of the protocol.
import { writeFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Project, assert, cases, html, until } from '../hmr/support.mjs';
import { Client, everything } from '../support/lsp.mjs';
import { problems } from '../support/protocol.mjs';
import { lsp } from './support/editors.mjs';

const MAIN = `import { one, tow } from './lib/a';
import './style.css';
import data from './data.json';
import './nowhere.js';
console.log('😀', new URL('./x.svg', import.meta.url), one, tow, data, import.meta.env.VITE_X);
const all = import.meta.glob('./parts/*.js');
import('./later.js');
import './card.js';
`;

const CARD = "import styles from './card.module.css';\nconsole.log('😀', styles.title, styles.titles);\n";
const SHEET = '/* 😀 */ .title { color: red }\n.unused { top: 0 }\n';

const FILES = {
  'index.html': html('', '/main.js'),
  'main.js': MAIN,
  'card.js': CARD,
  'card.module.css': SHEET,
  'lib/a.js': `import './b.js';\nexport const one = 1;\nexport const two = 2;\nexport const unused = 3;\nconsole.log('${'x'.repeat(2000)}');\n`,
  'lib/b.js': "import './a.js';\nconsole.log('b');\n",
  'parts/one.js': 'export {};',
  'parts/two.js': 'export {};',
  'later.js': "console.log('later');\n",
  'style.css': 'a { background: url(./x.svg) }',
  'data.json': '{ "a": 1 }',
  'x.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  '.env': 'VITE_X=7\n',
};

async function everythingAsked({ name }, positionEncodings) {
  const project = new Project(name.replace(/\W+/g, '-'), FILES);
  const client = await Client.open(project, lsp, { capabilities: { general: { positionEncodings }, textDocument: { publishDiagnostics: { versionSupport: true } } }, initializationOptions: { nexxo: { importCosts: true } } });
  assert.equal(client.initialized.capabilities.positionEncoding, positionEncodings[0]);
  const document = { uri: client.uri('main.js') };
  client.show('main.js', MAIN);
  await client.codes('main.js', 'missing-export', 'unresolved-import');
  client.show('lib/a.js', FILES['lib/a.js']);
  await client.codes('lib/a.js', 'unused-export', 'unused-export');

  // Something is said to each, and what has no answer says so.
  assert.ok((await client.at('definition', 'main.js', 0, 30)).uri.endsWith('/lib/a.js'));
  const inGlob = await client.at('definition', 'main.js', 5, 33);
  assert.equal(inGlob.length, 2);
  assert.equal(await client.at('definition', 'main.js', 3, 10), null);
  // The face before it takes two units of UTF-16, and four of UTF-8.
  const wide = positionEncodings[0] === 'utf-8' ? 2 : 0;
  const svg = MAIN.split('\n')[4].indexOf('./x.svg') + wide;
  const hover = await client.at('hover', 'main.js', 4, svg);
  assert.equal(hover.range.start.character, svg);
  assert.match(hover.contents.value, /x\.svg/);
  assert.equal(await client.at('hover', 'main.js', 4, 0), null);
  assert.equal((await client.at('references', 'main.js', 0, 30, { context: { includeDeclaration: true } })).length, 2);
  assert.ok((await client.at('completion', 'main.js', 0, 32)).some((it) => it.label === 'a.js'));
  assert.ok((await client.ask('textDocument/documentLink', { textDocument: document })).length >= 5);
  const hints = await client.ask('textDocument/inlayHint', { textDocument: document, range: everything });
  assert.ok(hints.some((it) => it.label === '2 files'));
  const [lens] = await client.ask('textDocument/codeLens', { textDocument: { uri: client.uri('lib/a.js') } });
  assert.match(lens.command.title, /^2 importers · 2\.\d kB in assets\/index-\[hash\]\.js$/);
  const [wrong] = client.published.get(document.uri);
  const [fix] = await client.ask('textDocument/codeAction', { textDocument: document, range: wrong.range, context: { diagnostics: [wrong] } });
  assert.equal(fix.edit.changes[document.uri][0].newText, 'two as tow');
  assert.equal(await client.ask('textDocument/codeAction', { textDocument: document, range: everything, context: { diagnostics: [] } }), null);
  const pulled = await client.ask('textDocument/diagnostic', { textDocument: document });
  assert.equal(pulled.items.length, 2);
  for (const path of ['main.js', 'lib/a.js']) {
    const { items } = await client.ask('textDocument/diagnostic', { textDocument: { uri: client.uri(path) } });
    assert.deepEqual(items, client.published.get(client.uri(path)));
  }
  const env = await client.at('hover', 'main.js', 4, MAIN.split('\n')[4].indexOf('VITE_X') + wide);
  assert.match(env.contents.value, /VITE_X = "7"/);
  // Each version is told of, changed or not.
  client.change('main.js', { text: `${MAIN}// words\n` });
  const told = () => client.messages.findLast(({ message }) => message.method === 'textDocument/publishDiagnostics' && message.params.uri === document.uri);
  await until(() => told()?.message.params.version === client.version, () => 'the version is not told of');
  client.change('main.js', { text: MAIN });
  const moves = { files: [{ oldUri: client.uri('lib'), newUri: client.uri('deep/er') }] };
  assert.ok((await client.ask('workspace/willRenameFiles', moves)).changes[document.uri]);
  const [way] = await client.ask('nexxo/ways', { uri: client.uri('lib/b.js') });
  assert.deepEqual(way.steps.map((it) => it.specifier).slice(-2), ['./lib/a', './b.js']);
  assert.match((await client.ask('nexxo/code', { uri: client.uri('lib/b.js') })).text, /"b"|'b'/);
  assert.match((await client.ask('workspace/textDocumentContent', { uri: client.uri('lib/b.js').replace('file:', 'nexxo-code:') })).text, /"b"|'b'/);
  assert.equal((await client.ask('nexxo/status', {})).root, project.root);

  // Classes, behind a face that takes two units of UTF-16 and four bytes.
  client.show('card.module.css', SHEET);
  client.show('card.js', CARD);
  await client.codes('card.module.css', 'unused-class');
  await client.codes('card.js', 'missing-class');
  const [use, start] = [CARD.split('\n')[1].indexOf('title') + wide, SHEET.indexOf('title') + wide];
  const [found] = await client.at('definition', 'card.js', 1, use);
  assert.deepEqual(found.range, { start: { line: 0, character: start }, end: { line: 0, character: start + 5 } });
  assert.match((await client.at('hover', 'card.js', 1, use)).contents.value, /color: red/);
  assert.equal((await client.at('references', 'card.module.css', 0, start, { context: { includeDeclaration: false } })).length, 1);
  const items = await client.at('completion', 'card.js', 1, use);
  assert.deepEqual(items.map((it) => it.label), ['title', 'unused']);
  assert.equal(items[0].textEdit.range.start.character, use);
  assert.equal((await client.at('prepareRename', 'card.js', 1, use)).placeholder, 'title');
  assert.equal(await client.at('prepareRename', 'card.js', 0, 2), null);
  const renamed = await client.at('rename', 'card.js', 1, use, { newName: 'head-line' });
  assert.equal(renamed.changes[client.uri('card.js')][0].newText, "['head-line']");
  assert.equal(renamed.changes[client.uri('card.module.css')][0].range.start.character, start);
  await assert.rejects(client.at('rename', 'card.js', 1, use, { newName: 'unused' }), /has `unused` already/);
  client.hide('card.js');
  client.hide('card.module.css');

  // What changes, in all the ways in which editors say so.
  client.change('main.js', { range: { start: { line: 3, character: 0 }, end: { line: 4, character: 0 } }, text: '' });
  await client.codes('main.js', 'missing-export');
  client.change('main.js', { text: MAIN.replace('tow', 'two').replace('./nowhere.js', './new.js') });
  writeFileSync(join(project.root, 'new.js'), '');
  client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('new.js'), type: 1 }] });
  await until(() => (client.published.get(document.uri) ?? []).every((it) => it.code !== 'unresolved-import'));
  renameSync(join(project.root, 'new.js'), join(project.root, 'newer.js'));
  client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('new.js'), type: 3 }, { uri: client.uri('newer.js'), type: 1 }] });
  await until(() => (client.published.get(document.uri) ?? []).some((it) => it.code === 'unresolved-import'));
  client.tell('workspace/didChangeConfiguration', { settings: { nexxo: { unusedExports: false, importCosts: false } } });
  await client.codes('lib/a.js');
  assert.equal(await client.ask('textDocument/inlayHint', { textDocument: document, range: everything }), null);
  await client.ask('workspace/executeCommand', { command: 'nexxo.restart' });
  client.tell('textDocument/didSave', { textDocument: document });
  client.tell('workspace/didChangeWorkspaceFolders', { event: { added: [], removed: [{ uri: client.uri(''), name: 'app' }] } });
  client.hide('main.js');
  client.tell('workspace/didChangeWorkspaceFolders', { event: { added: [{ uri: client.uri(''), name: 'app' }], removed: [] } });
  await client.codes('main.js', 'missing-export', 'unresolved-import');
  client.hide('lib/a.js');
  assert.equal(await client.end(), 0);
  assert.deepEqual(problems(client.messages, `${project.root}.types`), []);
}

await cases({
  'everything is asked, columns in UTF-16': (world) => everythingAsked(world, ['utf-16']),
  'everything is asked, columns in UTF-8': (world) => everythingAsked(world, ['utf-8', 'utf-16']),
});
