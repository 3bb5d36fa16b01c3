// Style sheets while they are served: edits show at once, without a new page and without a moment without them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, cases, html, sourceLine, until } from './support.mjs';

const svg = (color) => `<svg xmlns="http://www.w3.org/2000/svg"><rect fill="${color}"/></svg>`;
const page = (head = '') => html('<p id="out" class="a b c">x</p>').replace('<link rel="icon"', `${head}<link rel="icon"`);

/** Waits until a property has a value; every value that it had meanwhile must be in `allowed`. */
async function turns(page, selector, property, to, allowed) {
  await until(async () => (await page.style(selector, property)) === to, () => `${property} did not become ${to}`);
  const seen = await page.evaluate(() => globalThis.seen);
  for (const value of seen) assert.ok([...allowed, to].includes(value), `${property} was ${value} meanwhile`);
}

/** Notes each value of a property from here on, as the page is painted. */
const watch = (page, selector, property) =>
  page.evaluate(([selector, property]) => {
    const values = (globalThis.seen = []);
    const look = () => {
      if (values !== seen) return;
      values.push(getComputedStyle(document.querySelector(selector))[property]);
      requestAnimationFrame(look);
    };
    look();
  }, [selector, property]);

await cases({
  'rules lead to their source': async ({ start }) => {
    const { server, page: it } = await start({
      'index.html': page(),
      'src/main.js': "import './a.css';\nimport names from './b.module.css';\ndocument.querySelector('#out').className = names.b;\n",
      'src/a.css': "@import './deep.css' screen;\n\n\n.a {\n  color: red;\n}\n\n\n#out { order: 1 }\n",
      'src/deep.css': '\n\n.deep { color: blue }\n',
      'src/b.module.css': '\n.b { flex-grow: 3 }\n',
    });
    await until(async () => (await it.style('#out', 'flexGrow')) === '3');
    const texts = await it.evaluate(() => [...document.querySelectorAll('style')].map((it) => it.textContent));
    const found = [];
    for (const text of texts) {
      const url = text.match(/sourceMappingURL=(\S+)/)[1];
      const { sections } = await (await fetch(new URL(url, server.url))).json();
      for (const [line, rule] of text.split('\n').entries()) {
        const at = rule.search(/[.#][\w-]+ \{/);
        if (at < 0) continue;
        const section = sections.findLast(({ offset }) => offset.line < line || (offset.line === line && offset.column <= at));
        found.push(`${section.map.sources[0]}:${sourceLine(section.map.mappings, line - section.offset.line) + 1}`);
        assert.ok(section.map.sourcesContent[0].includes('{'));
      }
    }
    assert.deepEqual(found, ['/src/deep.css:3', '/src/a.css:4', '/src/a.css:9', '/src/b.module.css:2']);
  },

  'a sheet, and one that it imports under a condition': async ({ start }) => {
    const { project, page: it } = await start({
      'index.html': page(),
      'src/main.js': "import './a.css';\nimport './c.css';\n",
      'src/a.css': "@import './b.css' screen;\n.a { color: rgb(1, 1, 1) }",
      'src/b.css': '.b { color: rgb(2, 2, 2); order: 2 }',
      'src/c.css': '.c { flex-grow: 3 }',
    });
    await until(async () => (await it.style('#out', 'flexGrow')) === '3');
    assert.equal(await it.style('#out', 'color'), 'rgb(1, 1, 1)');
    assert.equal(await it.style('#out', 'order'), '2');
    await watch(it, '#out', 'order');
    project.save('src/b.css', '.b { color: rgb(2, 2, 2); order: 20 }');
    await turns(it, '#out', 'order', '20', ['2']);
    assert.equal(await it.style('#out', 'color'), 'rgb(1, 1, 1)', 'it stands where it stood');
    await watch(it, '#out', 'color');
    project.save('src/a.css', "@import './b.css' print;\n.a { color: rgb(10, 1, 1) }");
    await turns(it, '#out', 'color', 'rgb(10, 1, 1)', ['rgb(1, 1, 1)']);
    assert.equal(await it.style('#out', 'order'), '0', 'the condition is another');
    project.save('src/a.css', '.a { color: rgb(11, 1, 1) }');
    await until(async () => (await it.style('#out', 'color')) === 'rgb(11, 1, 1)');
    assert.ok(await it.isKept());
    assert.deepEqual(it.problems, []);
  },

  'links of a page, with their media': async ({ start }) => {
    const links = '<link rel="stylesheet" href="/src/a.css"><style>.a { order: 5 }</style><link rel="stylesheet" href="/src/b.css" media="print">';
    const { project, page: it } = await start({
      'index.html': page(links),
      'src/main.js': "document.querySelector('#out').textContent = 'ready';\n",
      'src/a.css': '.a { color: rgb(1, 1, 1); order: 1 }',
      'src/b.css': '.b { color: rgb(2, 2, 2) }',
    });
    await it.shows('#out', 'ready');
    assert.equal(await it.style('#out', 'color'), 'rgb(1, 1, 1)');
    assert.equal(await it.style('#out', 'order'), '5', 'the style of the page comes after the link');
    await it.emulateMedia({ media: 'print' });
    assert.equal(await it.style('#out', 'color'), 'rgb(2, 2, 2)');
    project.save('src/b.css', '.b { color: rgb(20, 2, 2) }');
    await until(async () => (await it.style('#out', 'color')) === 'rgb(20, 2, 2)');
    await it.emulateMedia({ media: 'screen' });
    assert.equal(await it.style('#out', 'color'), 'rgb(1, 1, 1)');
    project.save('src/a.css', '.a { color: rgb(10, 1, 1); order: 9 }');
    await until(async () => (await it.style('#out', 'color')) === 'rgb(10, 1, 1)');
    assert.equal(await it.style('#out', 'order'), '5');
    assert.ok(await it.isKept());
  },

  'an import that goes, of a sheet that stays a part of another': async ({ start }) => {
    const main = (css) => `${css}import './a.css';\ndocument.querySelector('#out').textContent = 'ready';\nimport.meta.hot.accept();\n`;
    const { project, page: it } = await start({
      'index.html': page(),
      'src/main.js': main("import './a.css';\nimport './b.css';\n"),
      'src/a.css': "@import './b.css';\n.a { color: rgb(1, 1, 1) }",
      'src/b.css': '.b { color: rgb(2, 2, 2); order: 2 }',
    });
    await it.shows('#out', 'ready');
    assert.equal(await it.style('#out', 'color'), 'rgb(2, 2, 2)', 'the second import comes after the first sheet');
    project.save('src/main.js', main(''));
    await until(async () => (await it.style('#out', 'color')) === 'rgb(1, 1, 1)');
    assert.equal(await it.style('#out', 'order'), '2', 'as a part it is still there');
    assert.ok(await it.isKept());
  },

  'an image that a sheet names': async ({ start }) => {
    const { project, page: it } = await start({
      'index.html': page(),
      'src/main.js': "import './a.css';\n",
      'src/a.css': '.a { background-image: url(./i.svg#x) }',
      'src/i.svg': svg('red'),
    });
    const text = async () => {
      const url = (await it.style('#out', 'backgroundImage')).match(/^url\("(.*)#x"\)$/)?.[1];
      return url && (await it.evaluate((url) => fetch(url).then((it) => it.text()), url));
    };
    await until(async () => (await text()) === svg('red'));
    project.save('src/i.svg', svg('blue'));
    await until(async () => (await text()) === svg('blue'));
    assert.ok(await it.isKept());
  },

  'the text of a sheet with what it imports': async ({ start }) => {
    const { project, page: it } = await start({
      'index.html': page(),
      'src/main.js': "import text from './a.css?inline';\nimport url from './a.css?url';\nlet now = text;\nconst show = async () => { document.querySelector('#out').textContent = [now, await (await fetch(url)).text()].map((it) => it.match(/\\d+px/g)).join(); };\nshow();\nimport.meta.hot.accept('./a.css?inline', (it) => { now = it.default; show(); });\nimport.meta.hot.accept('./a.css?url', show);\n",
      'src/a.css': "@import './b.css';\n.a { top: 1px }",
      'src/b.css': '.b { top: 2px }',
    });
    await it.shows('#out', '2px,1px,2px,1px');
    project.save('src/b.css', '.b { top: 3px }');
    await it.shows('#out', '3px,1px,3px,1px');
    assert.ok(await it.isKept());
    assert.equal(await it.style('#out', 'top'), 'auto', 'it is not in force');
  },

  'import() of a sheet': async ({ start }) => {
    const { project, page: it } = await start({
      'index.html': page(),
      'src/main.js': "import './a.css';\nglobalThis.load = () => import('./b.css');\n",
      'src/a.css': '.a { color: rgb(1, 1, 1) }',
      'src/b.css': '.b { color: rgb(2, 2, 2) }',
    });
    await until(async () => (await it.style('#out', 'color')) === 'rgb(1, 1, 1)');
    await it.evaluate(() => load());
    assert.equal(await it.style('#out', 'color'), 'rgb(2, 2, 2)');
    project.save('src/b.css', '.b { color: rgb(20, 2, 2) }');
    await until(async () => (await it.style('#out', 'color')) === 'rgb(20, 2, 2)');
    project.save('src/a.css', '.a { color: rgb(10, 1, 1) }');
    await it.logged('updated src/a.css');
    assert.equal(await it.style('#out', 'color'), 'rgb(20, 2, 2)');
    assert.ok(await it.isKept());
  },

  'values of another sheet': async ({ start }) => {
    const { project, page: it } = await start({
      'index.html': page(),
      'src/main.js': "import names from './a.module.css';\ndocument.querySelector('#out').className = names.a;\ndocument.querySelector('#out').textContent = names.color;\nimport.meta.hot.accept();\n",
      'src/a.module.css': "@value color, wide from './b.module.css';\n.a { color: color }\n@media wide { .a { order: 1 } }",
      'src/b.module.css': "@value color from './c.css';\n@value wide: (min-width: 1px);\n.b { color: color }",
      'src/c.css': '@value color: rgb(1, 1, 1);',
    });
    await it.shows('#out', 'rgb(1, 1, 1)');
    await until(async () => (await it.style('#out', 'color')) === 'rgb(1, 1, 1)');
    assert.equal(await it.style('#out', 'order'), '1');
    project.save('src/c.css', '@value color: rgb(2, 2, 2);');
    await it.shows('#out', 'rgb(2, 2, 2)');
    await until(async () => (await it.style('#out', 'color')) === 'rgb(2, 2, 2)');
    project.save('src/b.module.css', "@value color from './c.css';\n@value wide: (max-width: 1px);\n.b { color: color }");
    await until(async () => (await it.style('#out', 'order')) === '0');
    assert.ok(await it.isKept());
    project.save('src/b.module.css', "@value wide: (min-width: 1px);\n@value color: rgb(3, 3, 3);");
    await until(async () => (await it.style('#out', 'order')) === '1');
    await until(async () => (await it.style('#out', 'color')) === 'rgb(3, 3, 3)');
    assert.ok(await it.isKept());
    assert.deepEqual(it.problems, []);
  },

  'types of the names of sheets': async ({ serve }) => {
    const { project, server } = await serve({
      'index.html': page(),
      'src/main.js': "import names from './a.module.css';\nconsole.log(names.a, import('./later.js'));\n",
      'src/later.js': "import names from './b.module.css';\nconsole.log(names.b);\n",
      'src/a.module.css': '.a { order: 1 }',
      'src/b.module.css': '.b { order: 1 }',
    }, '--css-modules-types');
    const file = (name) => join(project.root, `src/${name}.module.css.d.ts`);
    const names = (name) => existsSync(file(name)) && [...readFileSync(file(name), 'utf8').matchAll(/readonly (\w+)/g)].map((it) => it[1]).join();
    // Nobody has asked for a page.
    await until(() => names('a') === 'a' && names('b') === 'b');
    project.save('src/a.module.css', '.a { order: 1 } .c { order: 2 }');
    await until(() => names('a') === 'a,c');
    // What does not compile yet keeps what it had.
    project.save('src/a.module.css', '.a { composes: z }');
    await server.said(/`z`/);
    project.save('src/b.module.css', '.d { order: 1 }');
    await until(() => names('b') === 'd');
    assert.equal(names('a'), 'a,c');
    project.save('src/c.module.css', '.e { order: 1 }');
    project.save('src/main.js', "import names from './c.module.css';\nconsole.log(names.e);\n");
    project.remove('src/a.module.css');
    await until(() => names('c') === 'e' && !existsSync(file('a')));
    // What is written is no source: nobody was told of it.
    assert.doesNotMatch(server.log, /\.d\.ts/);
  },
});
