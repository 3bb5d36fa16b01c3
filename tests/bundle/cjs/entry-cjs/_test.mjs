import assert from 'node:assert/strict';
export default async ({ load, format }) => {
  const loaded = await load();
  const exports = format === 'cjs' ? loaded : loaded.default;
  assert.equal(exports.named, 'named');
  assert.equal(exports.fn(), 'fn');
};
