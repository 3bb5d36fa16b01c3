// NEXXO_BIN=… NEXXO_VSIX=… NEXXO_TEST_WORK=… node tests/editors/support/pictures.mjs: makes the pictures of docs/editors.md, in VS Code.
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Project, browser, html, modules, until } from '../../hmr/support.mjs';
import { recorded } from './editors.mjs';
import { Workbench } from './workbench.mjs';

const folder = fileURLToPath(new URL('../../../docs/images/', import.meta.url));
mkdirSync(folder, { recursive: true });

const FILES = {
  'index.html': html('<h1></h1><button></button><p></p>', '/src/main.ts'),
  'src/main.ts': `import { debounce, sortBy } from 'lodash-es';
import { parse } from './settings';
import { total } from './cart';
import './style.css';

const items = sortBy(parse('[{"price": 3}, {"price": 4}]'), 'price');
document.querySelector('h1')!.textContent = 'Cart';
document.querySelector('p')!.textContent = \`Total: \${total(items)}\`;

const button = document.querySelector('button')!;
let clicks = 0;
const show = () => (button.textContent = \`clicked \${clicks} times\`);
button.onclick = debounce(() => { clicks += 1; show(); }, 50);
show();

import.meta.hot?.accept('./cart', (cart) => {
  document.querySelector('p')!.textContent = \`Total: \${cart!.total(items)}\`;
});
`,
  'src/settings.ts': `import { z } from 'zod';

const Items = z.array(z.object({ price: z.number() }));
export const parse = (text: string) => Items.parse(JSON.parse(text));
export const stringify = (items: unknown) => JSON.stringify(items);
`,
  'src/cart.ts': `import { format } from './money';

export const total = (items: { price: number }[]) =>
  format(items.reduce((sum, it) => sum + it.price, 0));
`,
  'src/money.ts': `export const format = (amount: number) => \`\${amount.toFixed(2)} EUR\`;
`,
  'src/style.css': 'body { font-family: sans-serif; margin: 2em }\nbutton { padding: 0.5em 1em }\n',
};

const project = new Project('shop', FILES);
for (const name of ['lodash-es', 'zod']) cpSync(join(modules, name), join(project.root, 'node_modules', name), { recursive: true });
const server = await project.serve();
const chrome = await browser();
const settings = { 'workbench.colorTheme': 'Default Light Modern', 'editor.fontSize': 13, 'workbench.activityBar.location': 'hidden', 'explorer.excludeGitIgnore': false, 'files.exclude': { node_modules: true, '.nexxo': true }, 'typescript.validate.enable': false, 'editor.occurrencesHighlight': 'off', 'editor.lightbulb.enabled': 'off' };

await Workbench.during(chrome, project, recorded(project), async (bench) => {
  const { page } = bench;
  const { keyboard } = page;
  const size = (width, height) => page.setViewportSize({ width, height });
  const take = async (name) => {
    // The pointer is nowhere, and what fades in comes to rest.
    await page.mouse.move(420, 392);
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
  };
  await size(920, 400);
  await bench.says(/broadcast +Nexxo/);
  await bench.file('src/main.ts');
  await until(async () => (await bench.lines())[1].includes(" B"));
  await bench.goTo(1, 35);
  await bench.command('Show or Focus Hover');
  await take('hover');
  await keyboard.press('Escape');

  await bench.goTo(3, 28);
  await keyboard.type('s');
  await bench.errors(1);
  await bench.goTo(3, 26);
  await bench.command('Show or Focus Hover');
  await take('diagnostic');
  await keyboard.press('Escape');
  await bench.undo(async () => (await bench.lines())[2].includes("'./cart'"));

  await bench.file('src/settings.ts');
  await bench.command('Nexxo: Why Is This File in the Bundle?');
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await take('why');
  await keyboard.press('Escape');

  await bench.file('src/cart.ts');
  await bench.command('Nexxo: Show the Code That This File Becomes');
  await page.locator('.editor-group-container:not(.active) .view-line').first().waitFor();
  await take('code');
}, settings);
await chrome.close();
await server.stop();
