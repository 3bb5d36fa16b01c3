// Builds examples/react-app and uses it in a browser.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serve } from '../../../scripts/serve.mjs';
import { openPage } from './browser.mjs';
import { apps, nexxo, workFolder } from './nexxo.mjs';

const flags = process.argv.slice(2);
const dist = join(workFolder('example', `run${flags.join('')}`), 'dist');
nexxo(['build', join(dirname(dirname(apps)), 'examples/react-app'), '--outdir', dist, '--no-cache', ...flags]);
assert.ok(readdirSync(join(dist, 'assets')).some((name) => /^statistics-.*\.js$/.test(name)), 'the statistics are a chunk of their own');

const server = await serve(dist);
const { page, problems, close } = await openPage(server.url);
try {
  await page.fill('input[name=note]', 'A kestrel');
  await page.click('form button');
  await page.locator('article', { hasText: 'A kestrel' }).waitFor({ timeout: 10_000 });
  const border = await page.locator('article').evaluate((element) => getComputedStyle(element).borderInlineStartWidth);
  assert.equal(border, '4px', 'the CSS module is in force');
  await page.click('text=Show numbers');
  await page.locator('dl.statistics').waitFor({ timeout: 10_000 });
  const display = await page.locator('dl.statistics').evaluate((element) => getComputedStyle(element).display);
  assert.equal(display, 'grid', 'the style sheet of the lazy chunk is in force');
  await page.reload({ waitUntil: 'networkidle' });
  await page.click('article button');
  await page.locator('text=Nothing here yet').waitFor({ timeout: 10_000 });
  assert.match(await page.locator('footer').textContent(), /production mode/);
  assert.deepEqual(problems, []);
} catch (error) {
  if (problems.length > 0) error.message += `\nin the page: ${problems.join('\n')}`;
  throw error;
} finally {
  await close();
  server.close();
}
