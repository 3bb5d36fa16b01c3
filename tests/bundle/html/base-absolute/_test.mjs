import assert from 'node:assert/strict';
export default ({ read, js }) => {
  for (const [, url] of read('index.html').matchAll(/(?:src|href)="([^"]+)"/g)) assert.match(url, /^\/deep\/er\//);
  assert.match(js(), /["'`]\/deep\/er\/["'`]/);
};
