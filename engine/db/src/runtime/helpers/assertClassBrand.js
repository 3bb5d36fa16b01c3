// Access to a private name. `brand` is what knows the objects that have it: a WeakMap, a WeakSet, or for static names
// the class, which is the only one.
export default function assertClassBrand(brand, object, value) {
  if (typeof brand === 'function' ? brand === object : brand.has(object)) return arguments.length < 3 ? object : value;
  throw new TypeError('Cannot access a private member of an object whose class did not declare it');
}
export { assertClassBrand as 'module.exports' };
