// A file that is no .mjs (and in no package with "type": "module") takes `default` from what says __esModule.
import value, { named } from './transpiled.js';
import * as ns from './transpiled.js';
import noDefault from './no-default.js';
import plain from './plain.js';
console.log(value, named, ns.default, Object.keys(ns).sort().join(), noDefault, plain.default);
console.log((() => ns.__esModule)());
