// `import.meta.hot`, behaviour by behaviour: docs/hmr.md names the case of each row.
import { assert, cases, html, until } from './support.mjs';

const index = html('<p id="out"></p>');
const page = (files) => ({ 'index.html': index, ...files });
const out = (expression) => `document.querySelector('#out').textContent = ${expression};\n`;

await cases({
  'accept self': async ({ start }) => {
    const text = (n) => `export const n = ${n};\n${out('n')}import.meta.hot.accept((now) => console.log('now', now.n));\n`;
    const { project, page: it } = await start(page({ 'src/main.js': `import './leaf.js';`, 'src/leaf.js': text(1) }));
    await it.shows('#out', '1');
    project.save('src/leaf.js', text(2));
    await it.shows('#out', '2');
    await it.logged('now 2');
    assert.ok(await it.isKept());
    assert.deepEqual(it.problems, []);
  },

  'accept one dependency': async ({ start }) => {
    const main = `import { n } from './leaf.js';\n${out('n')}import.meta.hot?.accept('./leaf.js', (now) => { ${out('now.n + "/" + n')} });\nconsole.log('main runs');\n`;
    const { project, page: it } = await start(page({ 'src/main.js': main, 'src/leaf.js': 'export const n = 1;' }));
    await it.shows('#out', '1');
    project.save('src/leaf.js', 'export const n = 2;');
    await it.shows('#out', '2/2');
    assert.equal(it.logs.filter((log) => log === 'main runs').length, 1);
    assert.ok(await it.isKept());
  },

  'accept several dependencies: the others are undefined': async ({ start }) => {
    const main = `import { a } from './a.js';\nimport { b } from './b.js';\n${out('a + b')}import.meta.hot.accept(['./a.js', './b.js'], ([a, b]) => { ${out("[a?.a, b?.b].join('|')")} });\n`;
    const { project, page: it } = await start(page({ 'src/main.js': main, 'src/a.js': "export const a = 'a';", 'src/b.js': "export const b = 'b';" }));
    await it.shows('#out', 'ab');
    project.save('src/b.js', "export const b = 'B';");
    await it.shows('#out', '|B');
    project.save('src/a.js', "export const a = 'A';");
    await it.shows('#out', 'A|');
  },

  'accept through a variable': async ({ start }) => {
    const main = `import { n } from './leaf.js';\n${out('n')}const { hot } = import.meta;\nif (hot) hot.accept('./leaf.js', (now) => { ${out('now.n')} });\n`;
    const { project, page: it } = await start(page({ 'src/main.js': main, 'src/leaf.js': 'export const n = 1;' }));
    await it.shows('#out', '1');
    project.save('src/leaf.js', 'export const n = 2;');
    await it.shows('#out', '2');
    assert.ok(await it.isKept());
  },

  'an update runs what lies between, deepest first': async ({ start }) => {
    const main = `import { n } from './middle.js';\n${out('n')}import.meta.hot.accept('./middle.js', (now) => { ${out('now.n')} });\n`;
    const files = { 'src/main.js': main, 'src/middle.js': "import { n as leaf } from './leaf.js';\nexport const n = leaf * 10;\nconsole.log('middle', leaf);", 'src/leaf.js': 'export const n = 1;' };
    const { project, page: it } = await start(page(files));
    await it.shows('#out', '10');
    project.save('src/leaf.js', 'export const n = 2;');
    await it.shows('#out', '20');
    await it.logged('middle 2');
    assert.ok(await it.isKept());
  },

  'several importers must all accept': async ({ start }) => {
    const files = {
      'src/main.js': `import './a.js';\nimport './b.js';\n${out("'start'")}`,
      'src/a.js': "import { n } from './leaf.js';\nconsole.log('a', n);\nimport.meta.hot.accept();",
      'src/b.js': "import { n } from './leaf.js';\nconsole.log('b', n);",
      'src/leaf.js': 'export const n = 1;',
    };
    const { project, server, page: it } = await start(page(files));
    await it.logged('b 1');
    project.save('src/leaf.js', 'export const n = 2;');
    await it.reloaded();
    await server.said(/nothing accepts the update: src\/leaf\.js → src\/b\.js → src\/main\.js → index\.html/);
  },

  'dispose and data': async ({ start }) => {
    const text = (n) => `let count = (import.meta.hot.data.count ?? 0) + 1;\n${out('`${count} ' + n + '`')}import.meta.hot.dispose((data) => { data.count = count; console.log('disposed ${n}', data === import.meta.hot.data); });\nimport.meta.hot.accept();\n`;
    const { project, page: it } = await start(page({ 'src/main.js': `import './leaf.js';`, 'src/leaf.js': text('a') }));
    await it.shows('#out', '1 a');
    project.save('src/leaf.js', text('b'));
    await it.shows('#out', '2 b');
    await it.logged('disposed a true');
    project.save('src/leaf.js', text('c'));
    await it.shows('#out', '3 c');
  },

  'dispose that waits is waited for': async ({ start }) => {
    const text = (n) => `console.log('run ${n}');\nimport.meta.hot.dispose(async () => { await new Promise((done) => setTimeout(done, 20)); console.log('gone ${n}'); });\nimport.meta.hot.accept();\n`;
    const { project, page: it } = await start(page({ 'src/main.js': `import './leaf.js';`, 'src/leaf.js': text(1) }));
    await it.logged('run 1');
    project.save('src/leaf.js', text(2));
    await it.logged('run 2');
    assert.ok(it.logs.indexOf('gone 1') < it.logs.indexOf('run 2'));
  },

  'prune': async ({ start }) => {
    const main = (text) => `${text}\n${out('`${document.querySelectorAll("style").length}`')}import.meta.hot.accept();\n`;
    const files = {
      'src/main.js': `import './app.js';`,
      'src/app.js': main("import './old.js';"),
      'src/old.js': "import './old.css';\nimport.meta.hot.dispose(() => console.log('dispose old'));\nimport.meta.hot.prune(() => console.log('prune old'));",
      'src/old.css': '#out { color: red }',
    };
    const { project, page: it } = await start(page(files));
    await it.shows('#out', '1');
    project.save('src/app.js', main(''));
    await it.logged('prune old');
    assert.ok(it.logs.indexOf('dispose old') < it.logs.indexOf('prune old'));
    await until(() => it.evaluate(() => document.querySelectorAll('style').length === 0));
    assert.ok(await it.isKept());
  },

  'invalidate leads to the importers': async ({ start }) => {
    const leaf = (n) => `export const n = ${n};\nimport.meta.hot.accept((now) => { if (now.n > 1) import.meta.hot.invalidate('too large'); });\n`;
    const main = `import { n } from './leaf.js';\n${out('n')}import.meta.hot.on('vite:invalidate', ({ message }) => console.log('heard', message));\nimport.meta.hot.accept();\n`;
    const { project, page: it } = await start(page({ 'src/main.js': `import './app.js';`, 'src/app.js': main, 'src/leaf.js': leaf(1) }));
    await it.shows('#out', '1');
    project.save('src/leaf.js', leaf(2));
    await it.shows('#out', '2');
    await it.logged('heard too large');
    assert.ok(await it.isKept());
  },

  'invalidate where nobody accepts loads the page anew': async ({ start }) => {
    const leaf = (n) => `export const n = ${n};\n${out('n')}import.meta.hot.accept(() => import.meta.hot.invalidate());\n`;
    const { project, page: it } = await start(page({ 'src/main.js': `import './leaf.js';`, 'src/leaf.js': leaf(1) }));
    await it.shows('#out', '1');
    project.save('src/leaf.js', leaf(2));
    await it.reloaded();
    await it.shows('#out', '2');
  },

  'decline does nothing': async ({ start }) => {
    const text = (n) => `${out(n)}import.meta.hot.decline();\nimport.meta.hot.accept();\n`;
    const { project, page: it } = await start(page({ 'src/main.js': `import './leaf.js';`, 'src/leaf.js': text(1) }));
    await it.shows('#out', '1');
    project.save('src/leaf.js', text(2));
    await it.shows('#out', '2');
    assert.ok(await it.isKept());
  },

  'events before and after an update': async ({ start }) => {
    const main = `import './leaf.js';\nfor (const name of ['beforeUpdate', 'afterUpdate']) import.meta.hot.on('vite:' + name, ({ updates }) => console.log(name, updates[0].path, updates[0].acceptedPath));\n`;
    const { project, page: it } = await start(page({ 'src/main.js': main, 'src/leaf.js': `${out(1)}import.meta.hot.accept();` }));
    await it.shows('#out', '1');
    project.save('src/leaf.js', `${out(2)}import.meta.hot.accept();`);
    await it.logged('afterUpdate src/leaf.js src/leaf.js');
    assert.ok(it.logs.some((log) => log.startsWith('beforeUpdate')));
  },

  'off, and listeners of what was replaced are gone': async ({ start }) => {
    const leaf = (n) => `const hear = () => console.log('never');\nimport.meta.hot.on('vite:afterUpdate', hear);\nimport.meta.hot.off('vite:afterUpdate', hear);\nimport.meta.hot.on('vite:afterUpdate', () => console.log('after ${n}'));\nimport.meta.hot.accept();\n`;
    const { project, page: it } = await start(page({ 'src/main.js': `import './leaf.js';${out(0)}`, 'src/leaf.js': leaf(1) }));
    await it.shows('#out', '0');
    project.save('src/leaf.js', leaf(2));
    await it.logged('after 2');
    assert.ok(!it.logs.includes('never') && !it.logs.includes('after 1'));
  },

  'circular imports are safe': async ({ start }) => {
    const files = {
      'src/main.js': `import './a.js';`,
      'src/a.js': `import { b } from './b.js';\nexport function a() { return 'a'; }\n${out('b()')}import.meta.hot.accept();\n`,
      'src/b.js': `import { a } from './a.js';\nexport const b = () => a() + 1;\n`,
    };
    const { project, page: it } = await start(page(files));
    await it.shows('#out', 'a1');
    project.save('src/b.js', files['src/b.js'].replace('+ 1', '+ 2'));
    await it.shows('#out', 'a2');
    assert.ok(await it.isKept());
  },

  'code that throws leaves the page, and the next update mends it': async ({ start }) => {
    const text = (body) => `${body}\nimport.meta.hot.accept();\n`;
    const { project, page: it } = await start(page({ 'src/main.js': `import './leaf.js';`, 'src/leaf.js': text(out(1)) }));
    await it.shows('#out', '1');
    project.save('src/leaf.js', text("throw new Error('on purpose');"));
    await it.overlaid('on purpose');
    project.save('src/leaf.js', text(out(3)));
    await it.shows('#out', '3');
    await until(async () => !(await it.overlay()));
    assert.ok(await it.isKept());
  },

  'a custom event from the page is taken': async ({ start }) => {
    const { page: it, server } = await start(page({ 'src/main.js': `import.meta.hot.send('my:event', { a: 1 });\n${out(1)}` }));
    await it.shows('#out', '1');
    assert.ok(!server.log.includes('panic'));
  },

  'import.meta.hot.data is an object, the same for all runs': async ({ start }) => {
    const { page: it } = await start(page({ 'src/main.js': out("typeof import.meta.hot.data + (import.meta.hot.data === import.meta.hot.data) + typeof import.meta.hot.acceptExports") }));
    await it.shows('#out', 'objecttruefunction');
  },
});
