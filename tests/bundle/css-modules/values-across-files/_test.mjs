import assert from 'node:assert/strict';
export default ({ read, find, files }) => {
  const css = read(find(/\.css$/)).replace(/\s+/g, '');
  assert.match(css, /\._a_[\w-]{6}{[^}]*color:red/);
  assert.match(css, /padding:3px/, 'a plain sheet has values, too');
  assert.match(css, /padding:plain/, 'in a plain sheet nothing is put in place');
  assert.match(css, /@valueplain:3px/);
  assert.match(css, /@media\((min-width:700px|width>=700px)\)/);
  const order = [...css.matchAll(/\._?(base|theme|plain|a)[_{]/g)].map((it) => it[1]);
  assert.deepEqual(order, ['base', 'theme', 'plain', 'a'], 'what values come from is before');
  assert.match(css, /url\("?[^)]*(dot|data:image\/svg)[^)]*#x"?\)/, 'URLs are those of the file that has them');
  assert.doesNotMatch(css, /accent/);
  assert.ok(files().length > 0);
};
