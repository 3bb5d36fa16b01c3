// node page.mjs NAME: a page of real packages, as Vite builds it, as Nexxo builds it and as `nexxo dev` serves it. It looks
// the same, pixel by pixel; each element has the same computed styles; nothing goes wrong in it.
import assert from 'node:assert/strict';
import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { build } from 'vite';
import { browser, open, Server, until } from '../../hmr/support.mjs';
import { serve } from '../../../scripts/serve.mjs';
import { apps, modules, nexxo, workFolder } from './nexxo.mjs';

/** What shows that a page is whole; then what is clicked in it, and what this shows. */
const PAGES = {
  bootstrap: ['.tooltip.show', ['#open', '.modal.show']],
  bulma: ['.footer', ['#open', '.modal.is-active']],
  fontsource: ['.axes'],
  katex: ['#text .katex-display'],
  'swagger-ui': ['.opblock', ['.opblock-summary-post', '.opblock-post .responses-table'], ['.opblock-summary-get', '.opblock-get .parameters']],
  antd: ['.ant-table-row', ['#day', '.ant-picker-dropdown'], ['#ask', '.ant-modal-footer']],
  mui: ['.MuiTable-root', ['#ask', '.MuiDialogActions-root']],
};
/** What is told of packages that are as they are: `swagger-ui` takes React 18 as that does not like to be taken. */
const KNOWN = /You are importing createRoot from "react-dom"/;
const VIEWPORT = { width: 1000, height: 800 };
const WIDTHS = [420, VIEWPORT.width];

const [name] = process.argv.slice(2);
const work = workFolder('page', name);
const root = join(work, 'app');
cpSync(join(apps, 'pages', name), root, { recursive: true });
symlinkSync(modules, join(root, 'node_modules'));

await build({ root, configFile: false, logLevel: 'error', build: { outDir: 'vite', chunkSizeWarningLimit: Infinity } });
nexxo(['build', root, '--outdir', join(root, 'nexxo'), '--minify', '--no-cache']);
const dev = new Server('dev', root, []);
const servers = { vite: await serve(join(root, 'vite')), nexxo: await serve(join(root, 'nexxo')), dev };
// A part that is painted anew has other edges than a whole.
const chrome = await browser('--disable-partial-raster');
try {
  await dev.ready();
  const seen = {};
  for (const [way, { url }] of Object.entries(servers)) seen[way] = await look(url);
  const { vite: expected, ...others } = seen;
  assert.deepEqual(expected.problems, [], 'Vite');
  const differences = Object.entries(others).flatMap(([way, actual]) => [
    ...actual.problems.map((it) => `${way}: ${it}`),
    ...Object.keys(expected.pictures).flatMap((state) => comparePictures(way, state, expected.pictures[state], actual.pictures[state])),
    ...compareLists(`${way}: fonts`, expected.fonts, actual.fonts),
    ...compareStyles(way, expected.styles, actual.styles),
  ]);
  assert.ok(differences.length === 0, `${differences.slice(0, 100).join('\n')}\n${differences.length} differences; the pictures are in ${work}`);
} finally {
  await chrome.close();
  await dev.stop();
  servers.vite.close();
  servers.nexxo.close();
}

/** What is seen of a page: pictures of its states at each width, the fonts that it declares, all computed styles at last. */
async function look(url) {
  const settings = { reducedMotion: 'reduce', locale: 'en-US', timezoneId: 'UTC', viewport: VIEWPORT };
  const context = await chrome.newContext(settings);
  const loading = new Set();
  context.on('request', (it) => loading.add(it));
  for (const end of ['requestfinished', 'requestfailed']) context.on(end, (it) => loading.delete(it));
  const page = await open(context, url);
  const pictures = {};
  const [whole, ...steps] = PAGES[name];
  for (const [clicked, shown] of [[undefined, whole], ...steps]) {
    if (clicked) await page.click(clicked);
    await page.waitForSelector(shown);
    for (const width of WIDTHS) {
      await page.setViewportSize({ ...VIEWPORT, width });
      pictures[`${clicked ? `${shown} ` : ''}${width}`] = await still(page, loading);
    }
  }
  const { fonts, styles } = await page.evaluate(readStyles);
  const problems = page.problems.filter((it) => !KNOWN.test(it));
  await context.close();
  return { pictures, fonts, styles, problems };
}

/** A picture of a page in which nothing moves and for which nothing is loaded. */
async function still(page, loading) {
  let last;
  return await until(async () => {
    await page.evaluate(async () => {
      await document.fonts.ready;
      for (const it of document.getAnimations()) {
        if (it instanceof CSSTransition) it.finish();
        else Object.assign(it, { currentTime: 0 }).pause();
      }
    });
    const isQuiet = loading.size === 0;
    const picture = await page.screenshot({ fullPage: true });
    if (isQuiet && last?.equals(picture)) return picture;
    last = picture;
  }, () => `the page does not come to rest; it loads ${[...loading].map((it) => it.url())}`);
}

/** Runs in the page. What an element has as its parent does is left out: it is the same where that of the parent is. */
function readStyles() {
  const found = [];
  const all = new Map();
  const read = (name, style, outer) => {
    const own = {};
    // Where files are is the bundler's business, what is in them is on the pictures. Minified, `none` is `0 0`.
    for (const property of style) own[property] = style.getPropertyValue(property).replace(/url\("[^"]*"\)/g, 'url()').replace(/^0px 0px$/, '0% 0%');
    const differing = Object.keys(own).sort().filter((property) => own[property] !== outer?.[property]);
    found.push([name, differing.map((property) => `${property}: ${own[property]}`)]);
    return own;
  };
  for (const element of document.querySelectorAll('html, body, body *:not(script)')) {
    const name = `${element.localName} ${element.getAttribute('class') ?? ''}`;
    all.set(element, read(name, getComputedStyle(element), all.get(element.parentElement)));
    for (const pseudo of ['::before', '::after']) {
      const style = getComputedStyle(element, pseudo);
      if (!['none', 'normal'].includes(style.content)) read(name + pseudo, style, all.get(element));
    }
  }
  const weight = (it) => ({ normal: '400', bold: '700' })[it.weight] ?? it.weight;
  const fonts = [...document.fonts].map((it) => [it.family, it.style, weight(it), it.stretch, it.display, it.status, it.unicodeRange].join(' '));
  return { styles: found, fonts: fonts.sort() };
}

function comparePictures(way, state, expected, actual) {
  if (expected.equals(actual)) return [];
  writeFileSync(join(work, `vite ${state}.png`), expected);
  writeFileSync(join(work, `${way} ${state}.png`), actual);
  const [a, b] = [PNG.sync.read(expected), PNG.sync.read(actual)];
  if (a.width !== b.width || a.height !== b.height) return [`${way}: ${state}: ${b.width} x ${b.height} pixels, and should be ${a.width} x ${a.height}`];
  let count = 0;
  for (let at = 0; at < a.data.length; at += 4) if (a.data.readInt32LE(at) !== b.data.readInt32LE(at)) count++;
  return count ? [`${way}: ${state}: ${count} pixels of ${a.width * a.height} differ`] : [];
}

/** Some of the lines that are in one list alone. */
function compareLists(name, expected, actual) {
  const lines = (sign, list, other) => list.filter((it) => !other.includes(it)).map((it) => `${name}: ${sign} ${it}`);
  return [...lines('-', expected, actual), ...lines('+', actual, expected)];
}

function compareStyles(way, expected, actual) {
  if (expected.length !== actual.length) return [`${way}: ${actual.length} elements, and should be ${expected.length}`];
  return expected.flatMap(([name, styles], at) => compareLists(`${way}: ${actual[at][0]}`, styles, actual[at][1]));
}
