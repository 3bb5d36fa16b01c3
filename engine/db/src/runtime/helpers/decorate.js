// TypeScript's older decorators, from the last to the first. `property` is `null` where a method or accessor is to be
// looked up, and `undefined` for a field.
export default function decorate(decorators, target, key, property) {
  const ofClass = arguments.length < 3;
  if (property === null) property = Object.getOwnPropertyDescriptor(target, key);
  let result = ofClass ? target : property;
  if (typeof Reflect === 'object' && typeof Reflect.decorate === 'function') {
    result = Reflect.decorate(decorators, target, key, property);
  } else {
    for (let i = decorators.length; i-- > 0; ) {
      const decorator = decorators[i];
      if (decorator) result = (ofClass ? decorator(result) : decorator(target, key, result)) || result;
    }
  }
  if (!ofClass && result) Object.defineProperty(target, key, result);
  return result;
}
export { decorate as 'module.exports' };
