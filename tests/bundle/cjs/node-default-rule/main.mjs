// In .mjs, as in Node, `default` is always module.exports.
import value, { named } from './transpiled.cjs';
import * as ns from './transpiled.cjs';
import typed from './package/index.js';
console.log(typeof value, value.default, named, typeof ns.default, ns.default.default, ns.default === value);
console.log(typed);
export {};
