import assert from 'node:assert/strict';
import { createContext, runInContext } from 'node:vm';
export default ({ read }) => {
  const context = createContext({ console: { log() {} } });
  runInContext(read('main.js'), context);
  const lib = runInContext('My.Library', context);
  assert.equal(lib.value, 'helped value');
  assert.equal(lib.default, 'default');
  lib.bump();
  assert.equal(lib.live, 1);
  assert.equal(runInContext('typeof leak + typeof helper + typeof value', context), 'undefinedundefinedundefined');
};
