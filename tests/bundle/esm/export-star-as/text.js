export function upper(s) {
  return s.toUpperCase();
}
export default 'text';
