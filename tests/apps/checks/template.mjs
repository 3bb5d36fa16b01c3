// node template.mjs NAME [FLAGS]: builds create-vite's template as it ships, opens it in a browser and counts.
import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { openPage } from './browser.mjs';
import { modules, nexxo, workFolder } from './nexxo.mjs';
import { serve } from '../../../scripts/serve.mjs';

const [name, ...flags] = process.argv.slice(2);
const work = workFolder('template', name + flags.join(''));
const root = join(work, 'app');
cpSync(join(modules, 'create-vite', `template-${name}`), root, { recursive: true });
symlinkSync(modules, join(root, 'node_modules'));
nexxo(['build', root, '--no-cache', ...flags], { cwd: work });

const dist = join(root, 'dist');
const files = readdirSync(join(dist, 'assets'));
assert.ok(existsSync(join(dist, 'favicon.svg')) && existsSync(join(dist, 'icons.svg')), 'public is copied');
assert.equal(files.some((file) => file.endsWith('.js.map')), flags.includes('--sourcemap'));

const server = await serve(dist);
const { page, problems, close } = await openPage(server.url);
try {
  const button = page.locator('button.counter');
  await button.waitFor({ timeout: 10_000 });
  assert.equal(await button.textContent(), 'Count is 0');
  await button.click();
  await button.click();
  assert.equal(await button.textContent(), 'Count is 2');
  assert.equal(await page.locator('h1').textContent(), 'Get started');
  const images = await page.locator('img').evaluateAll((list) => list.map((image) => [image.src.slice(0, 80), image.naturalWidth > 0]));
  assert.ok(images.length >= 3);
  assert.deepEqual(images.filter(([, loaded]) => !loaded), [], 'all images are shown');
  const display = await page.locator('#center').evaluate((element) => getComputedStyle(element).display);
  assert.equal(display, 'flex', 'the style sheet is in force');
  assert.deepEqual(problems, []);
  if (name.startsWith('react')) assert.ok(!readFileSync(join(dist, 'assets', files.find((file) => file.endsWith('.js'))), 'utf8').includes('Warning: Each child'), 'React as for production');
} catch (error) {
  if (problems.length > 0) error.message += `\nin the page: ${problems.join('\n')}`;
  throw error;
} finally {
  await close();
  server.close();
}
