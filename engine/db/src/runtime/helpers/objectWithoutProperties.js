import copyDataProperties from '@oxc-project/runtime/helpers/copyDataProperties';
import objectDestructuringEmpty from '@oxc-project/runtime/helpers/objectDestructuringEmpty';

// `rest` of `{ a, b, ...rest } = source`; the properties that have names of their own are not even looked at.
export default function objectWithoutProperties(source, excluded) {
  objectDestructuringEmpty(source);
  const keys = excluded.map((key) => (typeof key === 'symbol' ? key : String(key)));
  return copyDataProperties({}, source, keys);
}
export { objectWithoutProperties as 'module.exports' };
