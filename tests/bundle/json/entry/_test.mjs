import assert from 'node:assert/strict';
export default async ({ load }) => {
  const data = await load();
  assert.deepEqual(data.default, { name: 'entry', list: [1, 2] });
};
