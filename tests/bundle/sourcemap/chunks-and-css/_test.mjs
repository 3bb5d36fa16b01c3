import assert from 'node:assert/strict';
export default ({ bundle, find, files }) => {
  for (const name of files().filter((name) => name.endsWith('.js'))) bundle(name).check(/["'`]MARK_(main|lazy)["'`]/g, 1);
  const lazy = find(/lazy.*\.js$/);
  assert.equal(bundle(lazy).url, `${lazy}.map`);
};
