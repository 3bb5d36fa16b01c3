// `super[key]` of methods that live on `home`. With flag 1 `home` is the class, for methods of its prototype; with
// flag 2 it is about to be called with an array of arguments.
export default function superPropGet(home, key, receiver, flags) {
  const value = Reflect.get(Object.getPrototypeOf(flags & 1 ? home.prototype : home), key, receiver);
  return flags & 2 && typeof value === 'function' ? (args) => Reflect.apply(value, receiver, args) : value;
}
export { superPropGet as 'module.exports' };
