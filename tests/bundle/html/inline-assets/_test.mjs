import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { pathToFileURL } from 'node:url';

const data = "data:image/svg+xml,%3csvg%20xmlns='http://www.w3.org/2000/svg'%3e%3cg%20id='a'/%3e%3c/svg%3e";

export default async ({ files, find, read, outdir }) => {
  const page = read('index.html');
  const names = files();
  const file = (url, from = 'index.html') => {
    assert.match(url, /^\.\.?\//, url);
    const name = posix.join(posix.dirname(from), url.split('#')[0]);
    assert.ok(names.includes(name), `${url} of ${from} is there`);
    return name;
  };
  const value = (pattern) => page.match(pattern)[1];
  // What only the page shows is in it; what has an address is a file.
  assert.equal(value(/<img src="([^"]*)" srcset/), data);
  assert.ok(value(/srcset="([^"]*)"/).startsWith(`${data} 1x, ./`));
  assert.ok(page.includes(`<p style="background: url(&quot;${data}&quot;)">`), page);
  assert.ok(page.includes(`<style>p { background: url("${data}") }</style>`), page);
  for (const pattern of [/rel="icon" href="([^"]*)/, /content="([^"]*)/, /use href="([^"]*)/, /object data="([^"]*)/, /img src="([^"]*#part)/]) {
    assert.match(file(value(pattern)), /dot-[\w-]+\.svg$/);
  }
  assert.match(page, /<img src="\.\/none\.png">/, 'the mark is gone');
  // The images of a manifest are seen from where it is.
  const manifest = file(value(/rel="manifest" href="([^"]*)/));
  const { name, icons } = JSON.parse(read(manifest));
  assert.equal(name, 'Site');
  assert.match(file(icons[0].src, manifest), /dot-[\w-]+\.svg$/);
  assert.equal(file(icons[1].src, manifest), 'public.png');
  assert.equal(icons[2].src, 'https://example.invalid/x.png');
  // A sheet that is not always in force is a file with all that it imports.
  const dark = file(value(/title="dark" href="([^"]*)/));
  assert.match(read(dark), /\.more[^]*\.dark[^]*data:image/);
  assert.equal(file(value(/<noscript><link rel="stylesheet" href="([^"]*)/)), dark);
  // Files of the public folder, wherever they are named.
  assert.equal(file(value(/<script src="([^"]*)/)), 'classic.js');
  const nested = read('nested/page.html');
  for (const [, url] of nested.matchAll(/(?:src|href)="([^"]+)"/g)) file(url, 'nested/page.html');
  assert.match(nested, /"\.\.\/public\.css".*"\.\.\/classic\.js".*"\.\.\/public\.png"/s);
  const css = find(/(main|index|chunk|page)-[\w-]+\.css$/);
  assert.equal(file(read(css).match(/url\(([^)]*)\)/)[1], css), 'public.png');
  globalThis.document = { baseURI: pathToFileURL(`${outdir}/`).href };
  const script = find(/^assets\/index-[\w-]+\.js$/);
  await import(pathToFileURL(`${outdir}/${script}`));
  const url = pathToFileURL(`${outdir}/public.png`).href;
  assert.deepEqual([new URL(globalThis.url, url).href, globalThis.made], [url, url]);
};
