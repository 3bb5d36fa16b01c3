// The extension in VS Code, and the app in a tab beside it.
import { rmSync } from 'node:fs';
import { Project, assert, cases, html, open, until } from '../hmr/support.mjs';
import { assertSaidWell, recorded } from './support/editors.mjs';
import { Workbench } from './support/workbench.mjs';

const counter = (word) => `import { twice } from './lib/twice.js';
const button = document.querySelector('button');
button.textContent = ${JSON.stringify(word)};
button.onclick = () => (document.querySelector('p').textContent = twice(Number(document.querySelector('p').textContent)));
import.meta.hot?.accept();
`;

const FILES = {
  'index.html': html('<button></button><p>1</p>'),
  'src/main.js': "import './counter.js';\nimport './plain.js';\n",
  'src/counter.js': counter('first'),
  'src/plain.js': "document.title = 'plain';\n",
  'src/lib/twice.js': `export const twice = (n) => n * 2;\nexport const unused = 1;\n${'// words\n'.repeat(3)}console.log('${'x'.repeat(2000)}');\n`,
};

await cases({
  'what is known of imports': async ({ chrome, name }) => {
    const project = new Project(name.replace(/\W+/g, '-'), FILES);
    await Workbench.during(chrome, project, recorded(project), async (bench) => {
      await bench.says(/package +Nexxo/);
      await bench.file('src/counter.js');
      const { page } = bench;

      // What an import costs stands behind it.
      await until(async () => /twice\.js'; *2\.\d kB|twice\.js' *2\.\d kB/.test((await bench.lines())[0]), () => 'no inlay hint');

      // A wrong import is underlined while it is typed, and mended again.
      await bench.errors(0);
      await bench.goTo(1, 9);
      await page.keyboard.press('End');
      await page.keyboard.type("\nimport './nowhere.js';");
      await bench.errors(1);
      await bench.says(/error +1/);
      await bench.undo(async () => (await bench.lines())[1].startsWith('const'));
      await bench.errors(0);

      // Hover, definition.
      await bench.goTo(1, 28);
      await bench.command('Show or Focus Hover');
      await until(async () => (await bench.texts('.monaco-hover:visible')).some((it) => it.includes('src/lib/twice.js') && it.includes('1 importer')), () => 'no hover');
      await page.keyboard.press('Escape');
      await bench.goTo(1, 28);
      await page.keyboard.press('F12');
      await bench.tab('twice.js');

      // An export that nothing imports is faded.
      await page.locator('.editor-group-container.active .squiggly-unnecessary, .editor-group-container.active .squiggly-inline-unnecessary').first().waitFor();

      // Who imports a file is rewritten when it moves.
      await bench.command('Focus on Files Explorer');
      await page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: 'twice.js' }).click();
      await page.keyboard.press('F2');
      await page.locator('.explorer-item-edited input').fill('double.js');
      await page.keyboard.press('Enter');
      await page.locator('.monaco-dialog-box').getByRole('button', { name: 'OK' }).click();
      await bench.tab('double.js');
      await bench.file('src/counter.js');
      await until(async () => (await bench.lines())[0].startsWith("import { twice } from './lib/double.js'"), () => 'not rewritten');
      await bench.errors(0);

      // Why it is here, and what becomes of it.
      await bench.file('src/lib/double.js');
      await bench.command('Nexxo: Why Is This File in the Bundle?');
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: './lib/double.js' }).click();
      await bench.tab('counter.js');
      await bench.command('Nexxo: Show the Code That This File Becomes');
      await page.locator('.editor-group-container:not(.active) .tab.active[data-resource-name="counter.js"]').waitFor();
      await page.locator('.editor-group-container:not(.active) .view-lines').filter({ hasText: 'querySelector' }).waitFor();

      // A server that is gone is there again, with the text that was not saved.
      await bench.goTo(1, 1);
      await page.keyboard.type("import './nowhere.js';\n");
      await bench.errors(1);
      await bench.command('Nexxo: Restart the Language Server');
      await bench.errors(0);
      await bench.errors(1);
    });
    assertSaidWell(project);
  },

  'classes are what the sheet has': async ({ chrome, name }) => {
    const files = {
      'index.html': html('', '/main.js'),
      'main.js': "import styles from './card.module.css';\ndocument.body.className = styles.titel;\n",
      'card.module.css': '.title { color: red }\n.faint { opacity: 0.5 }\n',
    };
    const project = new Project(name.replace(/\W+/g, '-'), files);
    await Workbench.during(chrome, project, recorded(project), async (bench) => {
      await bench.says(/package +Nexxo/);
      const { page } = bench;
      const secondLine = (text) => until(async () => (await bench.lines())[1] === text, () => `the second line is not ${text}`);

      // One that the sheet does not have is underlined, and mended by the near name.
      await bench.file('main.js');
      await bench.warnings(1);
      await bench.goTo(2, 'document.body.className = styles.t'.length);
      await bench.fix('Write `title`');
      await secondLine('document.body.className = styles.title;');
      await bench.warnings(0);

      // The others are offered, here one that nothing uses so far.
      await bench.file('card.module.css');
      await bench.faded(1);
      await bench.file('main.js');
      await bench.goTo(2, 'document.body.className = styles.title;'.length);
      await page.keyboard.type(' + styles.');
      await bench.suggest('faint');
      await secondLine('document.body.className = styles.title + styles.faint;');

      // Where it is, and another name for it in both files.
      await bench.goTo(2, 'document.body.className = styles.ti'.length);
      await page.keyboard.press('F12');
      await bench.tab('card.module.css');
      await bench.faded(0);
      await page.keyboard.press('F2');
      await page.locator('.rename-box input').fill('headline');
      await page.keyboard.press('Enter');
      await until(async () => (await bench.lines())[0].startsWith('.headline {'), () => 'not renamed in the sheet');
      await bench.file('main.js');
      await secondLine('document.body.className = styles.headline + styles.faint;');
      await bench.warnings(0);
    });
    assertSaidWell(project);
  },

  'the page follows before anything is saved': async ({ chrome, serve, name }) => {
    const { project, server } = await serve(new Project(name.replace(/\W+/g, '-'), FILES));
    const app = await open(chrome, server.url);
    await app.shows('button', 'first');
    await app.click('button');
    await app.shows('p', '2');
    await Workbench.during(chrome, project, recorded(project), async (bench) => {
      await bench.says(/broadcast +Nexxo/);
      await bench.file('src/counter.js');
      await bench.page.bringToFront();

      // Typed and not saved: on the page, with its state.
      const { keyboard } = bench.page;
      const end = 'button.textContent = "first'.length + 1;
      await bench.goTo(3, end);
      await keyboard.type(' typed');
      await app.shows('button', 'first typed');
      await app.shows('p', '2');
      assert.equal(bench.read('src/counter.js'), FILES['src/counter.js']);

      // Half a line changes nothing; the rest of it does.
      await keyboard.press('Delete');
      await keyboard.type(' half');
      await bench.errors(1);
      await app.shows('button', 'first typed');
      await keyboard.type('"');
      await bench.errors(0);
      await app.shows('button', 'first typed half');

      // Undo takes it back, to the beginning.
      await bench.undo(async () => (await app.textContent('button')) === 'first');
      await app.shows('p', '2');

      // So does closing without saving.
      await bench.goTo(3, end);
      await keyboard.type(' again');
      await app.shows('button', 'first again');
      await bench.command('View: Revert and Close Editor');
      await app.shows('button', 'first');
      await app.shows('p', '2');
      assert.ok(await app.isKept());

      // What nobody accepts waits, and is told.
      await bench.file('src/plain.js');
      await bench.goTo(1, "document.title = 'plain".length + 1);
      await keyboard.type(' waits');
      await bench.says(/1 pending/);
      assert.equal(await app.title(), 'plain');
      assert.ok(await app.isKept());
      await keyboard.press('Control+S');
      await app.reloaded();
      await until(async () => (await app.title()) === 'plain waits');
      await bench.says(/Nexxo(?!.*pending)/);
      assert.deepEqual(app.problems, []);
    });
    assertSaidWell(project);
  },
});
rmSync(process.env.XDG_RUNTIME_DIR, { recursive: true, force: true });
