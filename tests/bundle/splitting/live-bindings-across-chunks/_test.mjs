import assert from 'node:assert/strict';
export default async ({ load }) => {
  const one = await load('one.js');
  const two = await load('two.js');
  assert.equal(one.read(), '0,0,before');
  one.increment();
  two.increment();
  two.replace();
  assert.equal(one.read(), '2,2,after');
  assert.equal(two.read(), '2,2');
  assert.deepEqual(Object.keys(two.all), ['count', 'increment', 'replace', 'replaceable']);
};
