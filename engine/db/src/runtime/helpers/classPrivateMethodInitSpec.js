// From now on `object` has the private methods and accessors of a class.
export default function classPrivateMethodInitSpec(object, brand) {
  if (brand.has(object)) throw new TypeError('Cannot initialize private methods of a class twice on the same object');
  brand.add(object);
}
export { classPrivateMethodInitSpec as 'module.exports' };
