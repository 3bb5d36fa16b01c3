import assert from 'node:assert/strict';
import { createContext, runInContext } from 'node:vm';
export default ({ read }) => {
  const printed = [];
  runInContext(read('main.js'), createContext({ console: { log: (...it) => printed.push(...it) } }));
  assert.deepEqual(printed, ['page']);
};
