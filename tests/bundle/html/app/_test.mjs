import assert from 'node:assert/strict';
export default ({ read, files, outdir }) => {
  const names = files();
  const html = read('index.html');
  assert.ok(names.includes('icon.svg') && names.includes('nested/robots.txt'), 'public is copied');
  const attributes = [...html.matchAll(/<(\w+)[^>]*?\s(?:src|href)="(\/[^"]*)"/g)];
  for (const [tag, , url] of attributes) assert.ok(names.includes(url.slice(1)), `${tag} leads to a file: ${names}`);
  const scripts = [...html.matchAll(/<script[^>]*type="module"[^>]*src="([^"]+)"/g)].map((m) => m[1]);
  assert.ok(scripts.length >= 1 && scripts.every((url) => /^\/assets\/[\w.-]+-[\w-]{6,}\.js$/.test(url)), html);
  const styles = [...html.matchAll(/<link[^>]*rel="stylesheet"[^>]*href="(\/[^"]+)"/g)].map((m) => m[1]);
  const css = styles.map((url) => read(url.slice(1))).join('\n');
  assert.match(css, /\.page/);
  assert.match(css, /\.main[^}]*url\(["']?\/icon\.svg/);
  assert.doesNotMatch(css, /\.lazy/);
  assert.match(html, /<img src="\/assets\/photo-[\w-]+\.png" alt="a > b">/);
  for (const kept of ["window.plain = 'an inline script stays'", '<title>The title &amp; more</title>', 'https://example.invalid/x.css', 'https://example.invalid/x.js', 'data-x=y', 'href="/icon.svg"', '<html lang="en">']) {
    assert.ok(html.includes(kept), `${kept} in ${html}`);
  }
  assert.doesNotMatch(html, /src\/main\.ts|src\/page\.css|inline\.js/);
  const js = names.filter((name) => name.endsWith('.js')).map(read).join('\n');
  assert.match(js, /inline /);
  assert.equal(names.filter((name) => name.endsWith('.css')).length >= 2, true, 'lazy styles have a file of their own');
};
