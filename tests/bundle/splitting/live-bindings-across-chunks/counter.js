export let count = 0;
export function increment() {
  count += 1;
}
export function replaceable() {
  return 'before';
}
export const replace = () => {
  replaceable = () => 'after';
};
