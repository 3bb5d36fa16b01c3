let value = 'c value', value2 = 'two', value$1 = 'dollar';
var helper = function helper(n) {
  return n ? `c ${value} ${value2} ${value$1}` : helper(1);
};
export { helper as get };
export const Item = class Item {
  from = 'c';
  make() {
    return new Item();
  }
};
