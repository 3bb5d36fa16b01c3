import assert from 'node:assert/strict';
export default ({ read, files, outdir }) => {
  const css = read('main.css');
  const url = (name) => css.match(new RegExp(`url\\(["']?(\\./)?(${name}[^"')?#]*)`))?.[2];
  const png = files().find((name) => /^big-[\w-]{6,}\.png$/.test(name));
  const font = files().find((name) => /^font-[\w-]{6,}\.woff2$/.test(name));
  assert.equal(url('big'), png, css);
  assert.equal(url('font'), font, css);
  assert.match(css, /url\(["']?(\.\/)?font-[\w-]+\.woff2\?v=1/, 'the query stays');
  assert.match(css, /https:\/\/example\.invalid\/x\.png/);
  assert.match(css, /data:image\/gif;base64,R0lGODlh/);
  assert.match(css, /url\(["']?#fragment/);
  assert.match(css, /\/\/host\.invalid\/y\.png/);
};
