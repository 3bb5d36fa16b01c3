// A class field: it is defined, whatever setters there are above.
export default function defineProperty(object, key, value) {
  return Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
export { defineProperty as 'module.exports' };
