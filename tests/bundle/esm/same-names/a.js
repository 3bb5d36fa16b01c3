const value = 'a value';
function helper() {
  return `a ${value}`;
}
export const get = () => helper();
export class Item {
  from = 'a';
  make() {
    return new Item();
  }
}
