export let count = 0, total = 10;
export let left = 'l', right = 'r';
export let items = 0;
export function increment() {
  count++;
  total += count;
}
export function swap() {
  [left, right] = [right, left];
}
export function collect(list) {
  for (items of list);
}
export function replaced() {
  return 'before';
}
export function replace() {
  replaced = () => 'after';
}
