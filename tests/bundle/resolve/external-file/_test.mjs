import assert from 'node:assert/strict';

// Seen from wherever the code came to be, each path leads to the same file.
export default ({ js, format }) => {
  const paths = js().match(/["'`]\.[^"'`]*\.cjs["'`]/g).map((it) => it.slice(1, -1));
  const expected = ['../../src/outside.cjs', '../../src/src/deep/beside.cjs'];
  if (format === 'esm') expected.push('../../../src/src/deep/beside.cjs');
  assert.deepEqual(new Set(paths), new Set(expected));
};
