// `object` of `#name in object`
export default function checkInRHS(object) {
  if ((typeof object === 'object' && object !== null) || typeof object === 'function') return object;
  throw new TypeError(`Cannot use 'in' operator to search for a private name in ${String(object)}`);
}
export { checkInRHS as 'module.exports' };
