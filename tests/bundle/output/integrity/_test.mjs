import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export default ({ files, find, read, outdir }) => {
  const hash = (name) => `sha384-${createHash('sha384').update(readFileSync(join(outdir, name))).digest('base64')}`;
  const page = read('index.html');
  const checked = new Set();
  const check = (url, integrity) => {
    assert.equal(integrity, hash(url.slice(1)), url);
    checked.add(url.slice(1));
  };
  const tags = [...page.matchAll(/<(?:script|link)[^>]*(?:src|href)="([^"]*)"[^>]*>/g)];
  assert.ok(tags.length >= 3, page);
  for (const [tag, url] of tags) check(url, tag.match(/integrity="([^"]*)"/)?.[1]);
  // What no tag names is in the import map, which comes before all scripts.
  const map = page.match(/<script type="importmap">(.*?)<\/script>/);
  assert.ok(map.index < page.indexOf('type="module"'));
  for (const [url, integrity] of Object.entries(JSON.parse(map[1]).integrity)) check(url, integrity);
  for (const name of files().filter((name) => name.endsWith('.js'))) assert.ok(checked.has(name), `${name} is checked`);
  // A style sheet that code loads has its hash there.
  const lazy = find(/lazy-[\w-]+\.css$/);
  const main = files().filter((name) => /^assets\/index-.*\.js$/.test(name)).map(read).join('');
  assert.ok(main.includes(`/${lazy}#${hash(lazy)}"`), main);
  const manifest = JSON.parse(read('.vite/manifest.json'));
  for (const entry of Object.values(manifest)) {
    assert.equal(entry.integrity, hash(entry.file));
    assert.deepEqual(entry.cssIntegrity, entry.css?.map(hash));
  }
  assert.ok(manifest['lazy.js'].cssIntegrity.length === 1);
};
