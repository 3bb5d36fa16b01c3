import assert from 'node:assert/strict';
export default async ({ read, find, load }) => {
  const css = read(find(/\.css$/)).replace(/\s+/g, ' ');
  const name = (text) => css.match(new RegExp(`_${text}_[\\w-]{6}`))[0];
  assert.match(css, /\._control_[\w-]{6} ?\{ ?color: ?red/, 'a class of the sheet, by the name that the value has');
  assert.ok(css.includes(`.${name('card')} .${name('title')}`), css);
  assert.match(css, /:not\(\.elsewhere\)/, 'a value of another file is not the sheet\'s own');
};
