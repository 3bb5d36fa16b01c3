import assert from 'node:assert/strict';
import { createContext, runInContext } from 'node:vm';
export default async ({ read, load }) => {
  assert.deepEqual(await load(), { value: 1 });
  const page = createContext({});
  runInContext(read('main.js'), page);
  assert.equal(page.Lib.value, 1);
  const defined = [];
  runInContext(read('main.js'), createContext({ define: Object.assign((...args) => defined.push(args), { amd: {} }) }));
  assert.equal(defined[0][0], 'my/lib');
  assert.equal(defined[0][1]().value, 1);
};
