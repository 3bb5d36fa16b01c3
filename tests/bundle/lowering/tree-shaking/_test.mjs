import assert from 'node:assert/strict';
import { assertSyntax } from '../syntax.mjs';

// Helpers of what is not used are not there either.
export default ({ js, format, minify }) => {
  assertSyntax(js(), 'es2015', format === 'cjs' ? 'script' : 'module');
  assert.match(js(), /Reflect\.ownKeys/);
  assert.doesNotMatch(js(), /Promise|WeakMap|WeakSet|asyncIterator|getPrototypeOf|function\s*\*/);
  if (!minify) assert.doesNotMatch(js(), /objectSpread2|asyncToGenerator|wrapAsyncGenerator|superProp|assertClassBrand/);
};
