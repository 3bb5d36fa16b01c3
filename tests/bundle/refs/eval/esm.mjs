import './other.mjs';
export const local = 'local';
function hidden() {
  return ' hidden';
}
export function run(code) {
  return eval(code);
}
