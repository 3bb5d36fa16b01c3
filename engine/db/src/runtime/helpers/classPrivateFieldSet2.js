import assertClassBrand from '@oxc-project/runtime/helpers/assertClassBrand';

// `object.#field = value`
export default function classPrivateFieldSet2(fields, object, value) {
  fields.set(assertClassBrand(fields, object), value);
  return value;
}
export { classPrivateFieldSet2 as 'module.exports' };
