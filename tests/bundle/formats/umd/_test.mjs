import assert from 'node:assert/strict';
import { createContext, runInContext } from 'node:vm';
export default async ({ read, load, outdir }) => {
  const check = (lib) => {
    assert.equal(lib.result, 'default named named 42');
    assert.equal(lib.more, 'more');
    assert.equal(lib.outer, 'undefined');
    assert.equal(lib.live(), 1);
    assert.equal((0, lib.default)(), 'undefined');
    assert.deepEqual(Object.keys(lib).sort(), ['default', 'live', 'more', 'outer', 'result']);
  };
  const outside = () => {
    const it = { name: 'default', named: 'named', count: 0, bump() { it.count++; } };
    return it;
  };

  check(await load());
  const names = Object.keys(await import(`${outdir}/main.js`));
  assert.ok(names.includes('result') && names.includes('more'), 'Node finds the names of a UMD module');

  const page = createContext({ Out: { Side: outside() }, Legacy: () => 42, My: { Other: 1 } });
  runInContext(read('main.js'), page);
  check(page.My.Lib);
  assert.equal(page.My.Other, 1);
  assert.deepEqual(Object.keys(page).sort(), ['Legacy', 'My', 'Out'], 'nothing else became global');

  const defined = [];
  const define = Object.assign((...args) => defined.push(args), { amd: {} });
  runInContext(read('main.js'), createContext({ define }));
  const [[names_, factory]] = defined;
  assert.deepEqual([...names_].sort(), ['legacy', 'outside']);
  check(factory(...names_.map((name) => (name === 'outside' ? outside() : () => 42))));
};
