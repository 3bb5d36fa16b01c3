// What an editor must do, whichever it is: say what is wrong with text that is not saved, lead to files, and take the page along.
import { Project, assert, html, open, until } from '../../hmr/support.mjs';
import { assertSaidWell, recorded } from './editors.mjs';

const MAIN = `import { twice } from './lib/twice.js';
const button = document.querySelector('button');
button.textContent = "first";
button.onclick = () => (document.querySelector('p').textContent = twice(Number(document.querySelector('p').textContent)));
import.meta.hot?.accept();
`;

const FILES = {
  'index.html': html('<button></button><p>1</p>'),
  'src/main.js': MAIN,
  'src/lib/twice.js': 'export const twice = (n) => n * 2;\n',
  'nexxo.config.json': '{}\n',
};

/** `start(project, server)` gives an editor that can `open`, `insert`, `undo`, `discard`, and tell `codes` and a `definition`. */
export async function follows({ serve, chrome, name }, start) {
  const { project, server } = await serve(new Project(name.replace(/\W+/g, '-'), FILES));
  const app = await open(chrome, server.url);
  await app.click('button');
  await app.shows('p', '2');
  const editor = await start(project, recorded(project));
  const codes = async (...wanted) => {
    let last;
    await until(async () => (last = await editor.codes()).join() === wanted.join(), () => `${JSON.stringify(last)}, not ${JSON.stringify(wanted)}`);
  };
  try {
    await editor.open('src/main.js');
    await codes();

    // Wrong, not saved.
    await editor.insert(1, 0, "import './nowhere.js';\n");
    await codes('unresolved-import');
    await editor.undo();
    await codes();
    const definition = await until(() => editor.definition(1, 25));
    assert.ok(definition.endsWith('/src/lib/twice.js'), definition);

    // The page follows, and keeps its state.
    await editor.insert(3, 'button.textContent = "first'.length, ' typed');
    await app.shows('button', 'first typed');
    await app.shows('p', '2');

    // Half a line changes nothing; undo takes all back.
    await editor.insert(3, 0, 'const half = (;\n');
    await codes('syntax-error');
    await app.shows('button', 'first typed');
    await editor.undo();
    await codes();
    await editor.undo();
    await app.shows('button', 'first');

    // So does closing without saving.
    await editor.insert(3, 'button.textContent = "first'.length, ' again');
    await app.shows('button', 'first again');
    await editor.discard();
    await app.shows('button', 'first');
    await app.shows('p', '2');
    assert.ok(await app.isKept());
    assert.deepEqual(app.problems, []);
  } finally {
    await editor.close();
  }
  assertSaidWell(project);
}
