const value = 'b value';
const helper = () => `b ${value}`;
export function get() {
  return helper();
}
export class Item {
  from = 'b';
  make() {
    return new Item();
  }
}
