export const zebra = 'z';
export let mango = 1;
export default 'default';
export function bump() {
  mango++;
}
export const apple = 'a';
