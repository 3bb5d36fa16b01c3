// A decorator of a parameter, as one of the method.
export default function decorateParam(index, decorator) {
  return (target, key) => {
    decorator(target, key, index);
  };
}
export { decorateParam as 'module.exports' };
