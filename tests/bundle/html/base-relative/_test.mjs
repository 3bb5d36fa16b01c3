import assert from 'node:assert/strict';
import { posix } from 'node:path';
export default ({ read, files }) => {
  const html = read('index.html');
  for (const [, url] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
    assert.match(url, /^\.\//);
    assert.ok(files().includes(posix.normalize(url)), url);
  }
  const sheet = html.match(/href="\.\/([^"]+\.css)"/)[1];
  const image = read(sheet).match(/url\(["']?([^"')]+)/)[1];
  assert.ok(files().includes(posix.join(posix.dirname(sheet), image)), `${image} is seen from the style sheet`);
};
