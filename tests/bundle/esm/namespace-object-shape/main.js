import * as ns from './values.js';
console.log(ns[Symbol.toStringTag], Object.prototype.toString.call(ns), Object.getPrototypeOf(ns));
console.log('toString' in ns, ns.hasOwnProperty, Object.keys(ns).join());
console.log(Object.prototype.propertyIsEnumerable.call(ns, Symbol.toStringTag), Object.getOwnPropertySymbols(ns).length);
const attempts = [(it) => { it.value = 2; }, (it) => { it.added = 1; }, (it) => Object.defineProperty(it, 'added', { value: 1 }), (it) => { delete it.value; }];
const failed = attempts.map((attempt) => {
  try {
    attempt(ns);
  } catch (error) {
    return error.name;
  }
});
console.log(failed.join(), Object.isExtensible(ns), ns.value);
