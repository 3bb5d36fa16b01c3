import assert from 'node:assert/strict';
export default async ({ load, format, read }) => {
  const it = await load();
  assert.equal((format === 'esm' ? it.default : it)(), 'value');
  if (format !== 'esm') assert.doesNotMatch(read('main.js'), /__esModule/);
};
