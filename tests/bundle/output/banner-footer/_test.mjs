import assert from 'node:assert/strict';
export default ({ read, bundle }) => {
  assert.ok(read('main.js').startsWith('/* banner */'));
  assert.match(read('main.js'), /footer \*\/\n?\/\/# sourceMappingURL=main\.js\.map\n$/);
  bundle().check(/["'`]main MARK_ONE/g, 1);
};
