// What goes wrong in a page, and what it logs: where it was written, over the page and in the terminal.
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project, assert, cases, html, until } from './support.mjs';

const boom = (text) => `export interface Given { n: number }\n\nexport function boom(given: Given): void {\n  const it = given as any;\n  it.${text}.deeper();\n}\n`;
const app = (main, more) => ({ 'index.html': html('<p id="out"></p>', '/src/main.ts'), 'src/main.ts': main, 'src/boom.ts': boom('missing'), ...more });

/** An editor that notes what it is to open. */
function editor(project) {
  project.write('note.sh', `#!/bin/sh\necho "$@" >> '${join(project.root, 'opened')}'\n`);
  chmodSync(join(project.root, 'note.sh'), 0o755);
  process.env.LAUNCH_EDITOR = `${join(project.root, 'note.sh')} --own`;
  return () => (existsSync(join(project.root, 'opened')) ? readFileSync(join(project.root, 'opened'), 'utf8') : '');
}

await cases({
  'an error while the page starts is shown where it was written, and opened in an editor': async ({ start, name }) => {
    const project = new Project(name.replace(/\W+/g, '-'), app("import { boom } from './boom.ts';\n\nfunction begin() {\n  boom({ n: 1 });\n}\nbegin();\n"));
    const opened = editor(project);
    const { page, server } = await start(project);
    await page.overlaid('src/boom.ts:5:');
    const text = await page.overlay();
    assert.match(text, /Cannot read properties of undefined/);
    assert.match(text, /5 \| +it\.missing\.deeper\(\)/, 'the line is shown');
    assert.match(text, /at boom \(src\/boom\.ts:5:\d+\)[\s\S]*at begin \(src\/main\.ts:4:3\)[\s\S]*at src\/main\.ts:6:1/);
    assert.doesNotMatch(text, /@nexxo|client\.js/);
    assert.equal(server.log.includes('Cannot read'), false, 'the terminal is told only where that was asked for');
    await page.evaluate(() => document.querySelector('nexxo-overlay').shadowRoot.querySelector('a').click());
    await until(() => opened().includes('boom.ts'));
    assert.equal(opened().trim(), `--own ${join(project.root, 'src/boom.ts')}`);
  },

  'errors that nobody caught are told in the terminal, at their place': async ({ start }) => {
    const main = "import { boom } from './boom.ts';\nObject.assign(globalThis, {\n  throws: () => setTimeout(() => boom({ n: 1 })),\n  rejects: async () => { await null; throw new RangeError('too far'); },\n  lazy: () => import('./lazy.ts'),\n});\nimport.meta.hot!.accept();\n";
    const { project, page, server } = await start(app(main, { 'src/lazy.ts': "// A line.\nsetTimeout(() => {\n  throw new Error('lazy one');\n});\nexport {};\n" }), '--forward-console');
    await until(() => page.evaluate(() => 'throws' in globalThis));
    await page.evaluate(() => globalThis.throws());
    await server.said(/error\[runtime-error\]: TypeError: Cannot read properties of undefined[^]*--> src\/boom\.ts:5:\d+[^]*it\.missing\.deeper[^]*at boom \(src\/boom\.ts:5:\d+\)/);
    await page.evaluate(() => void globalThis.rejects());
    await server.said(/error\[runtime-error\]: RangeError: too far[^]*--> src\/main\.ts:4:\d+/);
    await page.evaluate(() => void globalThis.lazy());
    await server.said(/error\[runtime-error\]: Error: lazy one[^]*--> src\/lazy\.ts:3:\d+/);
    project.save('src/boom.ts', `// One line more.\n${boom('other')}`);
    await page.logged('updated src/boom.ts');
    server.log = '';
    await page.evaluate(() => globalThis.throws());
    await server.said(/--> src\/boom\.ts:6:\d+[^]*it\.other\.deeper[^]*at boom \(src\/boom\.ts:6:\d+\)[^]*at src\/main\.ts:3:\d+/);
    assert.ok(await page.isKept());
  },

  'a stack of an older form of a module names the place without its line': async ({ start }) => {
    const main = "import { boom } from './boom.ts';\nconst own = boom;\nObject.assign(globalThis, { throws: () => setTimeout(() => own({ n: 1 })) });\nimport.meta.hot!.accept('./boom.ts', () => {});\n";
    const { project, page, server } = await start(app(main), '--forward-console');
    await until(() => page.evaluate(() => 'throws' in globalThis));
    project.save('src/boom.ts', boom('other').replace('\n\n', '\n// more\n// more\n// more\n'));
    await page.logged('updated src/boom.ts');
    await page.evaluate(() => globalThis.throws());
    await server.said(/error\[runtime-error\][^]*at boom \(src\/boom\.ts:5:\d+\)/);
    assert.doesNotMatch(server.log, /\d+ \| /, 'a line of the newer text would be another');
  },

  'what is logged is repeated in the terminal': async ({ start }) => {
    const main = "console.error('one %s and %d%%', 'text', 2.5, { a: [1, 'b'], self: null });\nconsole.warn(new Map([['k', new Set([1n])]]), document.body, () => {}, undefined);\nconsole.log('not this');\nconsole.error('went wrong:', new Error('inner'));\nconsole.error('\\x1b[31mred\\x1b]0;title\\x07');\nconst round: any = { name: 'round' }; round.it = round; console.warn(round);\nclass Point { x = 1; get y(): number { throw new Error('no'); } }\nconsole.warn('%cstyled', 'color: red', new Point());\n";
    const { server } = await start(app(main), '--forward-console');
    await server.said(/\[browser\] error: one text and 2% \{ a: \[1, "b"\], self: null \}/);
    await server.said(/\[browser\] warn: Map \{"k" => Set \{1n\}\} <body> \[function without a name\] undefined/);
    await server.said(/\[browser\] error: went wrong: Error: inner\n +at src\/main\.ts:4:\d+/);
    await server.said(/\[browser\] error: \[31mred\]0;title\n/);
    await server.said(/\[browser\] warn: \{ name: "round", it: \[circular\] \}/);
    await server.said(/\[browser\] warn: styled Point \{ x: 1 \}/);
    assert.doesNotMatch(server.log, /not this/);
  },

  'the configuration chooses what is told': async ({ start }) => {
    const config = JSON.stringify({ server: { forwardConsole: { unhandledErrors: false, logLevels: ['info'] } } });
    const { page, server } = await start(app("setTimeout(() => { throw new Error('uncaught'); });\nconsole.error('an error');\nsetTimeout(() => console.info('at last'), 50);\n", { 'nexxo.config.json': config }));
    await server.said(/\[browser\] info: at last/);
    assert.doesNotMatch(server.log, /uncaught|an error/);
    assert.ok(page.problems.length);
  },

  'a page that logs in a loop': async ({ start }) => {
    const { server } = await start(app("for (let i = 0; i < 1000; i++) console.error(`again ${i}`);\nsetTimeout(() => console.error('later'), 1500);\n"), '--forward-console');
    await server.said(/\[browser\] error: later/);
    // Fifty in a second, and the loop may take some of them.
    const told = server.log.match(/again/g).length;
    assert.ok(told >= 50 && told <= 300, `${told} are told`);
  },

  'only files of the app are opened': async ({ start, name }) => {
    const project = new Project(name.replace(/\W+/g, '-'), app('globalThis.ready = true;', { '.env': 'A=1', '../outside.txt': 'x' }));
    const opened = editor(project);
    const { page, server } = await start(project);
    await until(() => page.evaluate(() => globalThis.ready));
    const { token } = await (await fetch(`${server.url}@nexxo/hello`)).json();
    const open = (file) =>
      page.evaluate(
        ([url, it]) =>
          new Promise((done) => {
            const socket = new WebSocket(url);
            socket.onopen = () => {
              socket.send(JSON.stringify({ type: 'open', file: it, line: 2, column: 3 }));
              socket.send(JSON.stringify({ type: 'open', file: 'src/main.ts', line: 1, column: 1 }));
              done();
            };
          }),
        [`${server.url.replace('http', 'ws')}@nexxo/socket?token=${token}`, file],
      );
    const bad = ['../outside.txt', join(project.root, '../outside.txt'), '/etc/passwd', '.env', 'none.ts', 'src', '', 'src/../../outside.txt', '../../../../../../etc/passwd', 'src/main.ts\0', '-rf', 'file:///etc/passwd'];
    for (const [i, file] of bad.entries()) {
      await open(file);
      await until(() => opened().split('\n').length === i + 2);
    }
    assert.deepEqual(new Set(opened().trim().split('\n')), new Set([`--own ${join(project.root, 'src/main.ts')}`]));
    assert.doesNotMatch(server.log, /panic/);
  },
});
