// Pages that miss something: they get the difference, once, however they came to miss it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project, assert, cases, html, open, until } from './support.mjs';

const index = html('<p id="out"></p>');
const out = (expression) => `document.querySelector('#out').textContent = ${expression};\n`;
const leaf = (n) => `globalThis.runs = (globalThis.runs ?? 0) + 1;\n${out(n)}import.meta.hot.accept();\n`;
const files = { 'index.html': index, 'src/main.js': "import './leaf.js';", 'src/leaf.js': leaf(0) };

await cases({
  '50 edits in a row: none missed, none doubled': async ({ start }) => {
    const { project, page } = await start(files);
    await page.shows('#out', '0');
    for (let n = 1; n <= 50; n++) {
      project.save('src/leaf.js', leaf(n));
      await page.shows('#out', String(n));
    }
    assert.equal(await page.evaluate(() => globalThis.runs), 51);
    assert.ok(await page.isKept());
    assert.deepEqual(page.problems, []);
  },

  'a burst of edits ends with the last': async ({ start }) => {
    const { project, page } = await start(files);
    await page.shows('#out', '0');
    for (let n = 1; n <= 100; n++) project.save('src/leaf.js', leaf(n));
    await page.shows('#out', '100');
    assert.ok((await page.evaluate(() => globalThis.runs)) <= 101);
  },

  'two tabs': async ({ start, chrome }) => {
    const { project, server, page } = await start(files);
    const other = await open(chrome, server.url);
    await page.shows('#out', '0');
    await other.shows('#out', '0');
    project.save('src/leaf.js', leaf(7));
    await page.shows('#out', '7');
    await other.shows('#out', '7');
    assert.ok((await page.isKept()) && (await other.isKept()));
  },

  'a batch of 500 files is one update': async ({ start }) => {
    const part = (n, i) => `export const n = ${n} + ${i} * 0;\n`;
    const names = Array.from({ length: 500 }, (_, i) => `part${i}`);
    const all = names.map((name, i) => `import { n as n${i} } from './parts/${name}.js';`).join('\n');
    const app = `${all}\n${out(`[${names.map((_, i) => `n${i}`)}].reduce((a, b) => a + b)`)}globalThis.runs = (globalThis.runs ?? 0) + 1;\nimport.meta.hot.accept();\n`;
    const many = { 'index.html': index, 'src/main.js': "import './app.js';", 'src/app.js': app };
    names.forEach((name, i) => (many[`src/parts/${name}.js`] = part(0, i)));
    const { project, page } = await start(many);
    await page.shows('#out', '0');
    names.forEach((name, i) => writeFileSync(join(project.root, `src/parts/${name}.js`), part(1, i)));
    await page.shows('#out', '500');
    const runs = await page.evaluate(() => globalThis.runs);
    assert.ok(runs <= 25, `few updates for many files, however slowly they are written: ${runs}`);
    assert.ok(await page.isKept());
  },

  'a page that sleeps over 20 edits gets the difference': async ({ start }) => {
    const { project, page } = await start(files);
    await page.shows('#out', '0');
    const session = await page.context().newCDPSession(page);
    await session.send('Debugger.enable');
    await session.send('Debugger.pause');
    const paused = new Promise((done) => session.once('Debugger.paused', done));
    page.evaluate(() => 0).catch(() => {});
    await paused;
    for (let n = 1; n <= 20; n++) {
      project.save('src/leaf.js', leaf(n));
      await new Promise((done) => setTimeout(done, 15)); // each is noticed on its own
    }
    await session.send('Debugger.resume');
    await session.send('Debugger.disable');
    await page.shows('#out', '20');
    assert.ok((await page.evaluate(() => globalThis.runs)) <= 22);
    assert.ok(await page.isKept());
  },

  'a server that starts again is found, and the state is kept': async ({ start, servers, serve }) => {
    const { project, server, page } = await start(files);
    await page.shows('#out', '0');
    await server.stop();
    servers.length = 0;
    project.save('src/leaf.js', leaf(5));
    const again = await project.serve('--port', server.port, '--strict-port');
    servers.push(again);
    await page.shows('#out', '5');
    assert.ok(await page.isKept());
    project.save('src/leaf.js', leaf(6));
    await page.shows('#out', '6');
    assert.ok(await page.isKept());
  },

  'an error while the page loads is shown, and mended': async ({ start }) => {
    const { project, page } = await start({ ...files, 'src/leaf.js': 'const = 1;' });
    await page.overlaid('src/leaf.js');
    project.save('src/leaf.js', leaf(1));
    await page.shows('#out', '1');
  },

  'a missing import is named, and found when it is there': async ({ start }) => {
    const { project, page } = await start(files);
    await page.shows('#out', '0');
    project.save('src/leaf.js', `import { n } from './new.js';\n${leaf('n')}`);
    await page.overlaid('./new.js');
    project.write('src/new.js', 'export const n = 9;');
    await page.shows('#out', '9');
    await until(async () => !(await page.overlay()));
    assert.ok(await page.isKept());
  },

  'options that change reach the page': async ({ start }) => {
    const { project, page } = await start({ ...files, '.env': 'VITE_A=1', 'src/leaf.js': leaf('import.meta.env.VITE_A + import.meta.env.MODE') });
    await page.shows('#out', '1development');
    project.save('.env', 'VITE_A=2');
    await page.shows('#out', '2development');
    assert.ok(await page.isKept(), 'only what it changes runs anew');
  },

  'a page that changes is loaded anew': async ({ start }) => {
    const { project, page } = await start(files);
    await page.shows('#out', '0');
    project.save('index.html', html('<p id="out"></p><b>new</b>'));
    await page.shows('b', 'new');
  },
});
