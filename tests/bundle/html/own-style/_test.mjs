import assert from 'node:assert/strict';
// A page's own styles stay in the page; what they name is there.
export default ({ read }) => {
  const html = read('index.html');
  const [, file] = html.match(/@import url\("?([^")]+)"?\) layer\(base\) screen;/);
  assert.match(read(file.replace(/^\.?\//, '')), /\.deep[^]*\.one/);
  assert.match(html, /@import url\(https:\/\/example\.invalid\/two\.css\);/);
  assert.match(html, /image-set\(url\("?data:image\/svg\+xml/);
};
