import assert from 'node:assert';

// Three shared chunks with the same text are three chunks: each has variables of its own.
export default async ({ load, files }) => {
  const [one, two, three] = await Promise.all(['one.js', 'two.js', 'three.js'].map((name) => load(name)));
  assert.equal(files().filter((name) => name.endsWith('.js')).length, 6);
  assert.notEqual(one.pair[0], one.pair[1]);
  assert.notEqual(two.pair[0], two.pair[1]);
  assert.equal(one.pair[1], two.pair[0]);
  assert.equal(two.pair[1], three.pair[0]);
  assert.equal(three.pair[1], one.pair[0]);
};
