// Images, data, texts, workers and public files while they are served: no new page where none is needed, and no moment
// without what was there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, cases, html, until } from './support.mjs';

const svg = (width) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="10"/>`;
const page = (body = '', head = '') => html(`<p id="out"></p>${body}`).replace('<link rel="icon"', `${head}<link rel="icon"`);
const out = (expression) => `document.querySelector('#out').textContent = ${expression};\n`;

/** Notes each value of an expression from here on, as the page is painted. */
const watch = (page, expression) =>
  page.evaluate((expression) => {
    const look = new Function(`return ${expression}`);
    const values = (globalThis.seen = []);
    const paint = () => {
      if (values !== globalThis.seen) return;
      values.push(look());
      requestAnimationFrame(paint);
    };
    paint();
  }, expression);

/** Waits until an expression has a value; meanwhile it was this or `before`. */
async function turns(page, expression, before, to) {
  const value = () => page.evaluate((it) => new Function(`return ${it}`)(), expression);
  let last;
  await until(async () => (last = await value()) === to, () => `${expression} is ${last}, not ${to}`);
  for (const seen of await page.evaluate(() => globalThis.seen)) assert.ok([before, to].includes(seen), `${expression} was ${seen}`);
}

await cases({
  'an image that the page shows': async ({ start }) => {
    const head = '<style>b { background: url(./src/i.svg) }</style>';
    const body = '<img id="i" src="/src/i.svg"><img id="set" srcset="./src/i.svg 1x"><b id="b"></b><i id="s" style="background-image: url(/src/i.svg)"></i>';
    const { project, page: it } = await start({ 'index.html': page(body, head), 'src/i.svg': svg(11), 'src/main.js': out("'ready'") });
    await it.shows('#out', 'ready');
    await until(() => it.evaluate(() => document.querySelector('#i').naturalWidth === 11));
    await watch(it, "document.querySelector('#i').naturalWidth");
    const before = await it.evaluate(() => document.querySelector('#i').getAttribute('src'));
    project.save('src/i.svg', svg(22));
    await turns(it, "document.querySelector('#i').naturalWidth", 11, 22);
    const now = await it.evaluate(() => document.querySelector('#i').getAttribute('src'));
    assert.notEqual(now, before);
    const places = () => it.evaluate(() => [document.querySelector('#set').srcset, ...['#b', '#s'].map((id) => getComputedStyle(document.querySelector(id)).backgroundImage)]);
    await until(async () => (await places()).every((text) => text.includes(now)), () => now);
    project.save('src/i.svg', svg(33));
    await until(() => it.evaluate(() => document.querySelector('#i').naturalWidth === 33));
    assert.ok(await it.isKept());
    assert.deepEqual(it.problems, []);
  },

  'an image that code put on the page': async ({ start }) => {
    const main = `import url from './i.svg';\nglobalThis.runs = (globalThis.runs ?? 0) + 1;\nconst image = new Image();\nimage.id = 'i';\nimage.src = url;\ndocument.body.append(image);\nglobalThis.now = () => url;\n${out("'ready'")}`;
    const { project, page: it } = await start({ 'index.html': page(), 'src/i.svg': svg(11), 'src/main.js': main });
    await it.shows('#out', 'ready');
    await until(() => it.evaluate(() => document.querySelector('#i').naturalWidth === 11));
    await watch(it, "document.querySelector('#i').naturalWidth");
    project.save('src/i.svg', svg(22));
    await turns(it, "document.querySelector('#i').naturalWidth", 11, 22);
    assert.deepEqual(await it.evaluate(() => [globalThis.runs, document.querySelector('#i').getAttribute('src') === globalThis.now()]), [1, true], 'the import is live');
    assert.ok(await it.isKept());
  },

  'an image that only code knows of': async ({ start }) => {
    const { project, page: it } = await start({ 'index.html': page(), 'src/i.svg': svg(11), 'src/main.js': `import url from './i.svg';\n${out('url.length')}globalThis.url = url;\n` });
    await until(() => it.evaluate(() => globalThis.url));
    project.save('src/i.svg', svg(22));
    await it.reloaded();
  },

  'an image whose change is accepted': async ({ start }) => {
    const main = `import url from './i.svg';\nconst show = (it) => fetch(it).then((it) => it.text()).then((text) => { ${out('text')} });\nshow(url);\nimport.meta.hot.accept('./i.svg', (now) => show(now.default));\n`;
    const { project, page: it } = await start({ 'index.html': page(), 'src/i.svg': svg(11), 'src/main.js': main });
    await it.shows('#out', svg(11));
    project.save('src/i.svg', svg(22));
    await it.shows('#out', svg(22));
    assert.ok(await it.isKept());
  },

  'an image of a sheet is there before the sheet names it': async ({ start }) => {
    const { project, page: it } = await start({ 'index.html': page(), 'src/i.svg': svg(11), 'src/a.css': '#out { background: url(./i.svg) }', 'src/main.js': `import './a.css';\n${out("'ready'")}` });
    await it.shows('#out', 'ready');
    const url = "getComputedStyle(document.querySelector('#out')).backgroundImage.slice(5, -2)";
    const before = await it.evaluate((it) => new Function(`return ${it}`)(), url);
    // Whether what the sheet names has been loaded.
    await watch(it, `performance.getEntriesByName(${url}).some((it) => it.responseEnd > 0)`);
    project.save('src/i.svg', svg(22));
    await until(() => it.evaluate(([url, before]) => new Function(`return ${url}`)() !== before, [url, before]));
    await it.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const seen = await it.evaluate(() => globalThis.seen);
    assert.ok(seen.length > 1 && seen.every(Boolean), `${seen}`);
    assert.ok(await it.isKept());
  },

  'data, and a text': async ({ start }) => {
    const main = `import data, { name } from './a.json';\nimport text from './a.txt?raw';\nglobalThis.runs = (globalThis.runs ?? 0) + 1;\nexport const show = () => { ${out("[name, data.list.length, text, globalThis.runs].join()")} };\nshow();\nimport.meta.hot.accept(['./a.json', './a.txt?raw'], show);\n`;
    const { project, page: it } = await start({ 'index.html': page(), 'src/a.json': '{ "name": "a", "list": [1] }', 'src/a.txt': 'text', 'src/main.js': main });
    await it.shows('#out', 'a,1,text,1');
    project.save('src/a.json', '{ "name": "b", "list": [1, 2] }');
    await it.shows('#out', 'b,2,text,1');
    project.save('src/a.txt', 'other');
    await it.shows('#out', 'b,2,other,1');
    assert.ok(await it.isKept());
  },

  'a worker whose change is accepted begins anew': async ({ start }) => {
    const main = `import Classy from './worker.ts?worker';\nlet worker;\nconst begin = (Class) => { worker?.terminate(); worker = new Class(); worker.onmessage = ({ data }) => { ${out('data')} }; worker.postMessage(1); };\nbegin(Classy);\nimport.meta.hot.accept('./worker.ts?worker', (now) => begin(now.default));\n`;
    const { project, page: it } = await start({ 'index.html': page(), 'src/main.js': main, 'src/worker.ts': "import { add } from './add';\nonmessage = ({ data }) => postMessage('one ' + add(data));", 'src/add.ts': 'export const add = (n: number) => n + 10;' });
    await it.shows('#out', 'one 11');
    project.save('src/add.ts', 'export const add = (n: number) => n + 20;');
    await it.shows('#out', 'one 21');
    project.save('src/worker.ts', "import { add } from './add';\nonmessage = ({ data }) => postMessage('two ' + add(data));");
    await it.shows('#out', 'two 21');
    project.save('src/add.ts', 'export const add = (n: number) => n + 10;');
    await it.shows('#out', 'two 11');
    assert.ok(await it.isKept());
    assert.deepEqual(it.problems, []);
  },

  'a worker whose change nobody accepts': async ({ start }) => {
    const ask = (worker) => `const worker = ${worker};\nworker.onmessage = ({ data }) => { ${out('data')} };\nworker.postMessage(1);\n`;
    const { project, page: it } = await start({
      'index.html': page(),
      'src/main.js': ask("new Worker(new URL('./outer.js', import.meta.url), { type: 'module' })"),
      'src/outer.js': "const inner = new Worker(new URL('./inner.js', import.meta.url), { type: 'module' });\ninner.onmessage = ({ data }) => postMessage('outer ' + data);\nonmessage = ({ data }) => inner.postMessage(data);\n",
      'src/inner.js': "import { n } from './n.js';\nonmessage = ({ data }) => postMessage('inner ' + (data + n));",
      'src/n.js': 'export const n = 1;',
    });
    await it.shows('#out', 'outer inner 2');
    // What the page does not run is none of its business until it runs.
    project.save('src/n.js', 'export const n = 2;');
    await it.reloaded();
    await it.shows('#out', 'outer inner 3');
  },

  'files of the public folder': async ({ start }) => {
    const head = '<link rel="stylesheet" href="/p.css">';
    const { project, page: it } = await start({ 'index.html': page('<img id="i" src="/p.svg"><img id="j" src="/p.svg2.svg">', head), 'src/main.js': out("'ready'"), 'public/p.svg': svg(11), 'public/p.svg2.svg': svg(5), 'public/p.css': '#out { order: 1 }', 'public/data.json': '1' });
    await it.shows('#out', 'ready');
    await until(() => it.evaluate(() => document.querySelector('#i').naturalWidth === 11));
    await watch(it, "document.querySelector('#i').naturalWidth");
    project.save('public/p.svg', svg(22));
    await turns(it, "document.querySelector('#i').naturalWidth", 11, 22);
    assert.equal(await it.evaluate(() => document.querySelector('#j').getAttribute('src')), '/p.svg2.svg');
    await watch(it, "getComputedStyle(document.querySelector('#out')).order");
    project.save('public/p.css', '#out { order: 2 }');
    await turns(it, "getComputedStyle(document.querySelector('#out')).order", '1', '2');
    await until(() => it.evaluate(() => document.querySelectorAll('link[rel=stylesheet]').length === 1));
    project.save('public/p.svg', svg(33));
    await until(() => it.evaluate(() => document.querySelector('#i').naturalWidth === 33));
    assert.ok(await it.isKept());
    project.save('public/data.json', '2');
    await it.reloaded();
    assert.deepEqual(it.problems, []);
  },

  'an image that is asked for with a query': async ({ start }) => {
    const body = '<img id="i" src="/src/i.svg?a=1&b#c"><b id="b"></b>';
    const { project, page: it } = await start({ 'index.html': page(body), 'src/i.svg': svg(11), 'src/a.css': '#b { background: url(./i.svg?#c), url(./i.svg?d=2) }', 'src/main.js': `import './a.css';\n${out("'ready'")}` });
    await it.shows('#out', 'ready');
    const seen = async () => {
      const src = await it.evaluate(() => document.querySelector('#i').src);
      const urls = [src, ...(await it.style('#b', 'backgroundImage')).match(/http[^"]*/g)];
      return urls.map((url) => url.replace(/.*\/i\.svg\?v=[\w-]+/, ''));
    };
    assert.deepEqual(await seen(), ['&a=1&b#c', '#c', '&d=2']);
    project.save('src/i.svg', svg(22));
    await until(() => it.evaluate(() => document.querySelector('#i').naturalWidth === 22));
    assert.deepEqual(await seen(), ['&a=1&b#c', '#c', '&d=2']);
    assert.ok(await it.isKept());
    assert.deepEqual(it.problems, []);
  },

  'the page itself': async ({ start }) => {
    const { project, page: it } = await start({ 'index.html': page('<b id="b">one</b>'), 'src/main.js': out("'ready'") });
    await it.shows('#out', 'ready');
    project.save('index.html', page('<b id="b">two</b>'));
    await it.shows('#b', 'two');
    await it.shows('#out', 'ready');
    assert.ok(!(await it.isKept()));
  },

  'sheets that are not always in force, and WebAssembly': async ({ start }) => {
    const wasm = Buffer.from('0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b', 'hex');
    const head = '<link rel="alternate stylesheet" title="dark" href="./src/dark.css">';
    const { project, page: it } = await start({ 'index.html': page('', head), 'src/dark.css': "@import './more.css';", 'src/more.css': '#out { order: 7 }', 'src/add.wasm': wasm, 'src/main.js': `import init from './add.wasm?init';\nconst { exports } = await init();\n${out('exports.add(2, 3)')}` });
    await it.shows('#out', '5');
    assert.equal(await it.style('#out', 'order'), '0');
    await it.evaluate(() => (document.querySelector('link[title]').disabled = true, document.querySelector('link[title]').disabled = false));
    await until(async () => (await it.style('#out', 'order')) === '7');
    assert.ok(readFileSync(join(project.root, 'src/add.wasm')).equals(wasm));
    assert.deepEqual(it.problems, []);
  },
});
