import assert from 'node:assert/strict';

export default async ({ load }) => {
  const [one, two, three] = await Promise.all(['one.js', 'two.js', 'deep/three.js'].map((name) => load(name)));
  assert.equal(one.token, two.token);
  assert.equal(one.token, three.token);
  assert.equal(three.default, 'default');
  const [common, again] = await Promise.all(['common.js', 'common2.js'].map((name) => load(name)));
  assert.equal(common.default, again.default);
};
