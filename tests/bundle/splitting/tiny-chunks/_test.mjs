import assert from 'node:assert/strict';

export default ({ files, read }) => {
  const chunks = (names) => names.filter((name) => name.startsWith('chunk-'));
  assert.equal(chunks(files()).length, 3);
  // The values stand together, what runs does not.
  const together = chunks(files()).map(read).filter((text) => /[`"]ab[`"][^]*[`"]abc[`"][^]*[`"]bd[`"]/.test(text));
  assert.equal(together.length, 1);
  assert.doesNotMatch(together[0], /globalThis.effect/);
};
