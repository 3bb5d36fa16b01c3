import assert from 'node:assert/strict';
export default async ({ load }) => {
  const namespace = await load();
  assert.deepEqual(Object.keys(namespace).filter((name) => !name.includes('module')).sort(), ['Kind', 'area', 'default']);
  assert.equal(namespace.area({ width: 3 }), 3);
};
