// Use of an accessor without a getter.
export default function writeOnlyError(name) {
  throw new TypeError(`'${name}' was defined without a getter`);
}
export { writeOnlyError as 'module.exports' };
