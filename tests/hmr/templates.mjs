// create-vite's templates as they ship: they start, and an edit of each kind reaches the page without loading it anew.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project, assert, cases, until } from './support.mjs';

const edit = (project, path, from, to) => {
  const text = readFileSync(join(project.root, path), 'utf8');
  assert.ok(text.includes(from), `${path} has no ${from}`);
  project.save(path, text.replace(from, to));
};

async function starts({ start }, name) {
  const { project, server, page } = await start(Project.template(name));
  await page.shows('h1', 'Get started');
  await page.shows('button.counter', 'Count is 0');
  await page.click('button.counter');
  await page.shows('button.counter', 'Count is 1');
  const images = await page.locator('img').evaluateAll((list) => Promise.all(list.map(async (image) => (await image.decode().then(() => true, () => false)) && image.naturalWidth > 0)));
  assert.ok(images.length >= 3 && images.every(Boolean), 'all images are shown');
  assert.equal(await page.style('#center', 'display'), 'flex');
  assert.deepEqual(page.problems, []);
  return { project, server, page };
}

async function keepsState(world, name, app, css) {
  const { project, server, page } = await starts(world, name);
  edit(project, app, 'Get started', 'Get going');
  await page.shows('h1', 'Get going');
  await page.shows('button.counter', 'Count is 1');
  edit(project, css, '.counter {', '.counter { letter-spacing: 3px;');
  await until(async () => (await page.style('button.counter', 'letterSpacing')) === '3px');
  assert.ok(await page.isKept());
  edit(project, app, 'Get going', 'Get going {');
  await page.overlaid(app);
  edit(project, app, 'Get going {', 'Get on');
  await page.shows('h1', 'Get on');
  await until(async () => !(await page.overlay()));
  await page.shows('button.counter', 'Count is 1');
  assert.ok(await page.isKept());
  assert.deepEqual(page.problems, []);
  assert.match(server.log, /update .*[Aa]pp/);
}

async function loadsAnew(world, name) {
  const { project, server, page } = await starts(world, name);
  edit(project, `src/style.css`, '.counter {', '.counter { letter-spacing: 3px;');
  await until(async () => (await page.style('button.counter', 'letterSpacing')) === '3px');
  assert.ok(await page.isKept(), 'a style sheet needs no page');
  const main = name.endsWith('-ts') ? 'src/main.ts' : 'src/main.js';
  edit(project, main, 'Get started', 'Get going');
  await page.shows('h1', 'Get going');
  await server.said(new RegExp(`reload: nothing accepts the update: ${main.replace('.', '\\.')} → index\\.html`));
}

await cases({
  'react-ts keeps state over edits, styles and errors': (world) => keepsState(world, 'react-ts', 'src/App.tsx', 'src/App.css'),
  'react keeps state over edits, styles and errors': (world) => keepsState(world, 'react', 'src/App.jsx', 'src/App.css'),
  'preact-ts keeps state over edits, styles and errors': (world) => keepsState(world, 'preact-ts', 'src/app.tsx', 'src/app.css'),
  'lit-ts loads anew: an element that is defined stays so': async ({ start }) => {
    const { project, server, page } = await start(Project.template('lit-ts'));
    const shadow = (selector, read) => page.locator(`my-element ${selector}`).evaluate(read);
    await page.shows('h1', 'Get started');
    await page.click('my-element button.counter');
    assert.match(await shadow('button.counter', (it) => it.textContent), /Count is\s+1/);
    assert.equal(await shadow('#center', (it) => getComputedStyle(it).display), 'flex');
    assert.ok(await shadow('img.framework', (it) => it.decode().then(() => it.naturalWidth > 0)));
    edit(project, 'src/index.css', 'body {', 'body { letter-spacing: 3px;');
    await until(async () => (await page.style('body', 'letterSpacing')) === '3px');
    assert.ok(await page.isKept(), 'a style sheet needs no page');
    edit(project, 'src/my-element.ts', 'Edit <code>', 'Change <code>');
    await page.reloaded();
    await server.said(/reload: nothing accepts the update: src\/my-element\.ts → index\.html/);
    assert.match(await page.locator('my-element p').first().textContent(), /Change/);
    assert.deepEqual(page.problems, []);
  },
  'vanilla-ts swaps styles and loads anew where nothing accepts': (world) => loadsAnew(world, 'vanilla-ts'),
  'vanilla swaps styles and loads anew where nothing accepts': (world) => loadsAnew(world, 'vanilla'),
});
