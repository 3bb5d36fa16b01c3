import assert from 'node:assert/strict';
export default async ({ load }) => {
  const lines = [];
  console.log = (...args) => lines.push(args.join(' '));
  await load('one.js');
  await load('two.js');
  assert.deepEqual(lines, ['lib runs', 'one 1 2', 'two 3 4 leaf']);
};
