// `{} = value` reads nothing, yet there must be something to read from.
export default function objectDestructuringEmpty(value) {
  if (value === null || value === undefined) throw new TypeError(`Cannot destructure '${value}'`);
}
export { objectDestructuringEmpty as 'module.exports' };
