import copyDataProperties from '@oxc-project/runtime/helpers/copyDataProperties';

// `{ ...rest } = source`, with nothing taken out before. It defines, so a property called `__proto__` is one.
export default function extends_(target) {
  for (let i = 1; i < arguments.length; i++) copyDataProperties(target, arguments[i]);
  return target;
}
export { extends_ as 'module.exports' };
