import assertClassBrand from '@oxc-project/runtime/helpers/assertClassBrand';

// `object.#field`
export default function classPrivateFieldGet2(fields, object) {
  return fields.get(assertClassBrand(fields, object));
}
export { classPrivateFieldGet2 as 'module.exports' };
