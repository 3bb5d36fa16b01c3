import assert from 'node:assert/strict';
export default ({ read, files }) => {
  const html = read('index.html');
  const preloads = [...html.matchAll(/<link[^>]*rel="modulepreload"[^>]*>/g)].map((m) => m[0].match(/href="([^"]+)"/)[1]);
  const script = html.match(/<script[^>]*src="([^"]+)"/)[1];
  // Every chunk that the entry imports statically is preloaded, and no other.
  const seen = new Set();
  const visit = (url) => {
    if (seen.has(url)) return;
    seen.add(url);
    for (const [, path] of read(url.slice(1)).matchAll(/(?:from|import) ?"(\.\/[^"]+)"/g)) visit(new URL(path, `file://${url}`).pathname);
  };
  visit(script);
  seen.delete(script);
  assert.deepEqual(preloads.sort(), [...seen].sort(), files().join());
};
