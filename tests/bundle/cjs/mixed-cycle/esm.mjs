import common from './common.cjs';
export const value = 'esm value';
export function start() {
  return common.read();
}
console.log('esm ran');
