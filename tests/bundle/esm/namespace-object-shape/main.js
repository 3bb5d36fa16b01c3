import * as ns from './values.js';
console.log(ns[Symbol.toStringTag], Object.prototype.toString.call(ns), Object.getPrototypeOf(ns));
console.log('toString' in ns, ns.hasOwnProperty, Object.keys(ns).join());
console.log(Object.prototype.propertyIsEnumerable.call(ns, Symbol.toStringTag), Object.getOwnPropertySymbols(ns).length);
