import assert from 'node:assert/strict';
export default async ({ load, format }) => {
  const main = await load();
  const names = Object.keys(main).filter((name) => name !== '__esModule');
  assert.deepEqual(names.sort(), ['Thing', 'count', 'default', 'fromStar', 'increment', 'inner', 'star', 'with-dash'].filter((n) => n !== 'Thing'));
  assert.equal(main.increment(), 1);
  assert.equal(main.count, 1, 'live');
  assert.equal(main['with-dash'], 'inner');
  assert.equal(main.star.default, 'not passed on');
  assert.equal(typeof main.default, 'function');
  if (format === 'cjs') assert.equal(main.__esModule, true);
};
