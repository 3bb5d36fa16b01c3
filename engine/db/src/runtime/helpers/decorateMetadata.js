// A decorator that records types, where the metadata API is there.
export default function decorateMetadata(key, value) {
  if (typeof Reflect === 'object' && typeof Reflect.metadata === 'function') return Reflect.metadata(key, value);
}
export { decorateMetadata as 'module.exports' };
