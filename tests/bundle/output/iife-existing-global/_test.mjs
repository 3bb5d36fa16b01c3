import assert from 'node:assert/strict';
import { createContext, runInContext } from 'node:vm';
export default ({ read }) => {
  const context = createContext({});
  runInContext('var App = { other: 1 };', context);
  runInContext(read('main.js'), context);
  assert.equal(runInContext('App.widgets.one.one + App.other', context), 2);
};
