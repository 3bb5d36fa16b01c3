import assert from 'node:assert/strict';
export default async ({ files, load, read }) => {
  const lines = [];
  console.log = (...args) => lines.push(args.join(' '));
  const one = await load('one.js');
  const two = await load('two.js');
  const three = await load('three.js');
  assert.deepEqual(lines, ['state runs', 'one-two runs', 'one 1 shared by two', 'two 2 shared by two', 'three 3']);
  assert.equal(one.state, two.state);
  assert.equal(one.state, three.state);
  assert.ok(!read('three.js').includes('shared by two'));
  assert.equal(files().filter((name) => read(name).includes('state runs')).length, 1, 'one copy');
};
