// `toSetter(set, args)._` can be assigned to, wherever a pattern or a loop assigns: it calls `set(...args, value)`.
export default function toSetter(set, args, receiver) {
  return {
    set _(value) {
      Reflect.apply(set, receiver, (args || []).concat([value]));
    },
  };
}
export { toSetter as 'module.exports' };
