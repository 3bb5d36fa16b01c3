import copyDataProperties from '@oxc-project/runtime/helpers/copyDataProperties';

// `objectSpread2({ a }, b, { get c() {} }, d)` is `{ a, ...b, get c() {}, ...d }`: spread values and pieces of the
// literal by turns. Of a piece, accessors stay accessors, and the prototype counts if it names one.
export default function objectSpread2(target) {
  for (let i = 1; i < arguments.length; i++) {
    const source = arguments[i];
    if (i % 2) {
      copyDataProperties(target, source);
    } else {
      for (const key of Reflect.ownKeys(source)) {
        Object.defineProperty(target, key, Reflect.getOwnPropertyDescriptor(source, key));
      }
      const prototype = Object.getPrototypeOf(source);
      if (prototype !== Object.prototype) Object.setPrototypeOf(target, prototype);
    }
  }
  return target;
}
export { objectSpread2 as 'module.exports' };
