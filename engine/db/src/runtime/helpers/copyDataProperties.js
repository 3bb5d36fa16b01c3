// CopyDataProperties: own enumerable properties of `source`, symbols too, become plain ones of `target`.
export default function copyDataProperties(target, source, excluded) {
  if (source === null || source === undefined) return target;
  const from = Object(source);
  for (const key of Reflect.ownKeys(from)) {
    if (excluded && excluded.indexOf(key) >= 0) continue;
    const descriptor = Reflect.getOwnPropertyDescriptor(from, key);
    if (descriptor && descriptor.enumerable) {
      Object.defineProperty(target, key, { value: from[key], writable: true, enumerable: true, configurable: true });
    }
  }
  return target;
}
