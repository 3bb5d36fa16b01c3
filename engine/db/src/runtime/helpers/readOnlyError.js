// Assignment to what cannot be assigned to.
export default function readOnlyError(name) {
  throw new TypeError(`'${name}' is read-only: it is a method, or has no setter`);
}
export { readOnlyError as 'module.exports' };
