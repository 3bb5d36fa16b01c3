// The key of a private member that is kept as a hidden property.
export default function classPrivateFieldLooseKey(name) {
  return Symbol(name);
}
export { classPrivateFieldLooseKey as 'module.exports' };
