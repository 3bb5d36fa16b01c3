import assert from 'node:assert/strict';
import { createContext, runInContext } from 'node:vm';
export default ({ read }) => {
  const printed = [];
  runInContext(read('main.js'), createContext({ React: { version: 19 }, console: { log: (...it) => printed.push(it.join('|')) } }));
  assert.deepEqual(printed, ['19|own react beside 19|inner own react beside 19|undefined']);
};
