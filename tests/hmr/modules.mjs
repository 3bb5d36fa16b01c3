// How modules see each other while they are served: as in what `nexxo build` makes of them.
import { assert, cases, html, sourceLine, until } from './support.mjs';

const index = html('<p id="out"></p>');
const page = (files) => ({ 'index.html': index, ...files });
const out = (expression) => `document.querySelector('#out').textContent = ${expression};\n`;

await cases({
  'live bindings, hoisting and the dead zone in cycles': async ({ start }) => {
    const files = {
      'src/main.js': `import { a, early, late, set } from './a.js';\nset(5);\n${out("[a, early, late()].join()")}`,
      'src/a.js': "import { b, probe } from './b.js';\nexport let a = 1;\nexport const set = (to) => { a = to; };\nexport function hoisted() { return 'up ' + typeof b; }\nexport const early = probe;\nexport const late = () => b;\n",
      'src/b.js': "import { a, hoisted } from './a.js';\nlet zone;\ntry { zone = a; } catch (error) { zone = error.name; }\nexport const b = 'b';\nexport const probe = hoisted() + ' ' + zone;\n",
    };
    const { page: it } = await start(page(files));
    await it.shows('#out', '5,up string ReferenceError,b');
  },

  'CommonJS and ES modules': async ({ start }) => {
    const files = {
      'src/main.js': `import c, { name } from './c.cjs';\nimport * as all from './c.cjs';\nimport babel, { other } from './babel.cjs';\nimport data, { key } from './data.json';\nimport late from './late.cjs';\n${out("[c.name, name, all.default === c, babel, other, data.list.length, key, late.ns.x, late.json.key].join()")}`,
      'src/c.cjs': "exports.name = 'c';",
      'src/babel.cjs': "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = 'd'; exports.other = 'o';",
      'src/data.json': '{ "list": [1, 2], "key": "k" }',
      'src/late.cjs': "exports.ns = require('./esm.mjs'); exports.json = require('./data.json');",
      'src/esm.mjs': "export const x = 'x';",
    };
    const { page: it } = await start(page(files));
    await it.shows('#out', 'c,c,true,d,o,2,k,x,k');
  },

  'export star, of ES modules and CommonJS': async ({ start }) => {
    const files = {
      'src/main.js': `import * as all from './barrel.js';\n${out("Object.keys(all).join() + all.a() + all.c")}`,
      'src/barrel.js': "export * from './a.js';\nexport * from './c.cjs';\nexport const own = 1;\n",
      'src/a.js': "export const a = () => 'A';\nexport default 1;\n",
      'src/c.cjs': "exports.c = 'C'; exports.own = 2;",
    };
    const { page: it } = await start(page(files));
    await it.shows('#out', 'a,own,cAC');
  },

  'await at the top level': async ({ start }) => {
    const files = {
      'src/main.js': `import { v } from './slow.js';\nimport './after.js';\n${out("v + globalThis.order.join('')")}`,
      'src/slow.js': "globalThis.order = ['1'];\nexport const v = await Promise.resolve('v');\nglobalThis.order.push('2');\n",
      'src/after.js': "import { v } from './slow.js';\nglobalThis.order.push('3' + v);\n",
    };
    const { page: it } = await start(page(files));
    await it.shows('#out', 'v123v');
  },

  'import() is compiled when it is first opened, and updated': async ({ start }) => {
    const main = `import './shared.js';\nglobalThis.open = async () => { const { text } = await import('./lazy.js'); ${out('text')} };\n${out("'closed'")}`;
    const lazy = (n) => `import { shared } from './shared.js';\nimport './lazy-dep.js';\nexport const text = 'lazy ${n} ' + shared;\nimport.meta.hot.accept((now) => { ${out('now.text')} });\n`;
    const files = { 'src/main.js': main, 'src/shared.js': "export const shared = 's';", 'src/lazy.js': lazy(1), 'src/lazy-dep.js': "console.log('dep');" };
    const { project, server, page: it } = await start(page(files));
    await it.shows('#out', 'closed');
    const script = await (await fetch(`${server.url}@nexxo/page/index.html.js`)).text();
    assert.ok(!script.includes('lazy-dep'), 'it is not part of the page');
    await it.evaluate(() => globalThis.open());
    await it.shows('#out', 'lazy 1 s');
    project.save('src/lazy.js', lazy(2));
    await it.shows('#out', 'lazy 2 s');
    assert.ok(await it.isKept());
    assert.deepEqual(it.problems, []);
  },

  'paths that are put together, globs, assets and text': async ({ start }) => {
    const files = {
      'src/main.js': `import text from './a.txt?raw';\nimport url from './dot.svg';\nconst pages = import.meta.glob('./pages/*.js', { eager: true, import: 'name' });\nconst name = 'one';\nconst { name: put } = await import(\`./pages/\${name}.js\`);\nconst at = new URL('./dot.svg', import.meta.url);\n${out("[text, Object.keys(pages).length, put, (await fetch(url)).headers.get('content-type'), at.pathname].join()")}import.meta.hot.accept();`,
      'src/a.txt': 'text',
      'src/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'src/pages/one.js': "export const name = '1';",
      'src/pages/two.js': "export const name = '2';",
    };
    const { project, page: it } = await start(page({ 'index.html': html('<p id="out"></p>', '/src/root.js'), 'src/root.js': "import './main.js';", ...files }));
    await it.shows('#out', 'text,2,1,image/svg+xml; charset=utf-8,/src/dot.svg');
    project.write('src/pages/three.js', "export const name = '3';");
    await it.shows('#out', 'text,3,1,image/svg+xml; charset=utf-8,/src/dot.svg');
    project.save('src/a.txt', 'other');
    await it.shows('#out', 'other,3,1,image/svg+xml; charset=utf-8,/src/dot.svg');
    assert.ok(await it.isKept());
  },

  'workers of both kinds': async ({ start }) => {
    const files = {
      'src/main.js': `import Made from './made.ts?worker';\nconst ask = (worker) => new Promise((done) => { worker.onmessage = ({ data }) => done(data); worker.postMessage(20); });\nconst all = [new Worker(new URL('./module.ts', import.meta.url), { type: 'module' }), new Worker(new URL('./classic.js', import.meta.url)), new Made()];\n${out("(await Promise.all(all.map(ask))).join()")}`,
      'src/add.ts': 'export const add = (a: number, b: number) => a + b;',
      'src/module.ts': "import { add } from './add';\nonmessage = ({ data }) => postMessage(add(data, 1));",
      'src/classic.js': "import { add } from './add';\nonmessage = ({ data }) => postMessage(add(data, 2));",
      'src/made.ts': "import { add } from './add';\nonmessage = ({ data }) => postMessage(add(data, 3));",
    };
    const { page: it } = await start(page(files));
    await it.shows('#out', '21,22,23');
    assert.deepEqual(it.problems, []);
  },

  'names of the language of the registry are free': async ({ start }) => {
    const files = { 'src/main.js': `import { __nx0 } from './a.js';\nconst __nx = 1, d = 2, $ = 3;\nexport default __nx;\n${out("[__nx, d, $, __nx0, typeof exports, this].join()")}`, 'src/a.js': 'export const __nx0 = 4;' };
    const { page: it } = await start(page(files));
    await it.shows('#out', '1,2,3,4,undefined,');
  },

  'names of packages without side effects come from where they are made': async ({ start }) => {
    const lib = (name) => `node_modules/lib/${name}`;
    const made = (name) => `(globalThis.ran ??= []).push('${name}');\nexport let ${name} = '${name}';\nexport default (to) => { ${name} = to; };\n`;
    const ask = (names) => `import { ${names} } from 'lib';\n${out(`[${names}, ...globalThis.ran].join()`)}import.meta.hot.accept();\n`;
    const files = {
      [lib('package.json')]: '{ "name": "lib", "version": "1.0.0", "type": "module", "sideEffects": false }',
      [lib('index.js')]: "(globalThis.ran ??= []).push('index');\nexport { a, default as setA } from './a.js';\nexport * from './more.js';\nexport const own = 'own';\n",
      [lib('more.js')]: "export * from './b.js';\nexport * from './c.js';\n",
      [lib('a.js')]: made('a'), [lib('b.js')]: made('b'), [lib('c.js')]: made('c'),
      'src/main.js': ask(['a', 'b']),
    };
    const { project, page: it } = await start(page(files));
    await it.shows('#out', 'a,b,a,b');
    project.save('src/main.js', ask(['c', 'b']));
    await it.shows('#out', 'c,b,a,b,c');
    // Bindings are live, whoever passed the name on. What nobody asks for any more goes, and runs anew when it comes back.
    project.save('src/main.js', `import { a, setA } from 'lib';\nsetA('other');\n${out('a')}import.meta.hot.accept();\n`);
    await it.shows('#out', 'other');
    project.save(lib('more.js'), "export * from './b.js';\nexport { b as c } from './b.js';\n");
    project.save('src/main.js', ask(['c']));
    await it.shows('#out', 'b,a,b,c,a,b');
    project.save('src/main.js', ask(['own']));
    await it.shows('#out', 'own,a,b,c,a,b,a,index');
    assert.ok(await it.isKept());
    assert.deepEqual(it.problems, []);
  },

  'stacks lead to the source': async ({ start }) => {
    const files = { 'index.html': html('<p id="out"></p>', '/src/main.ts'), 'src/main.ts': `interface A { a: string }\nexport const a: A = { a: 'a' };\nfunction thrower(): never {\n  throw new Error('here');\n}\ntry { thrower(); } catch (error) { ${out('(error as Error).stack!.split("\\n")[1]')} }\n` };
    const { server, page: it } = await start(files);
    const frame = await until(() => it.evaluate(() => document.querySelector('#out').textContent));
    const [, file, line] = frame.match(/(http.*):(\d+):\d+/);
    const script = await (await fetch(file)).text();
    const map = await (await fetch(new URL(script.match(/sourceMappingURL=(\S+)/)[1], server.url))).json();
    const section = map.sections.findLast((it) => it.offset.line < Number(line));
    assert.equal(section.map.sources[0], '/src/main.ts');
    assert.ok(section.map.sourcesContent[0].includes('interface A'));
    // Each line's first mapping is enough to find the line of the source.
    assert.equal(sourceLine(section.map.mappings, Number(line) - 1 - section.offset.line), 3);
  },
});
