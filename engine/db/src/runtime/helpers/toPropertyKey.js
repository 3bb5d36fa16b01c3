// ToPropertyKey: the key that a computed property has.
export default function toPropertyKey(value) {
  return Reflect.ownKeys({ [value]: 0 })[0];
}
export { toPropertyKey as 'module.exports' };
