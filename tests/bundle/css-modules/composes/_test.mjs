import assert from 'node:assert/strict';
export default ({ read, find }) => {
  const css = read(find(/\.css$/));
  assert.doesNotMatch(css, /composes/);
  const order = [...css.matchAll(/\._(end|top|base)_/g)].map((it) => it[1]);
  assert.deepEqual(order, ['end', 'top', 'base'], 'what is composed comes before');
};
