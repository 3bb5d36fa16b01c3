// `#field = value` of a new object.
export default function classPrivateFieldInitSpec(object, fields, value) {
  if (fields.has(object)) throw new TypeError('Cannot initialize a private field twice on the same object');
  fields.set(object, value);
}
export { classPrivateFieldInitSpec as 'module.exports' };
