// `object` of `object.#name`, where private members are hidden properties.
export default function classPrivateFieldLooseBase(object, key) {
  if (Object.prototype.hasOwnProperty.call(object, key)) return object;
  throw new TypeError('Cannot access a private member of an object whose class did not declare it');
}
export { classPrivateFieldLooseBase as 'module.exports' };
