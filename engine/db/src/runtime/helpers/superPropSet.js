// `super[key] = value`
export default function superPropSet(home, key, value, receiver, strict) {
  if (!Reflect.set(Object.getPrototypeOf(home), key, value, receiver) && strict) {
    throw new TypeError(`Cannot assign to property '${String(key)}' of super`);
  }
  return value;
}
export { superPropSet as 'module.exports' };
