const log = [];
const note = (value) => (log.push(value), value);

class Base {}
class Derived extends (note('base'), Base) {
  [note('first')] = 1;
  static [note('second')] = 2;
}
console.log(log.join(), Derived.second, new Derived().first, new Derived() instanceof Base);

const make = () =>
  class extends (note('again'), Base) {
    [note('key')] = 3;
  };
const [One, Two] = [make(), make()];
console.log(log.slice(3).join(), new One().key, new Two().key);

// Static blocks of class expressions run behind heritage and keys.
console.log(
  typeof class extends (note('heritage'), Object) {
    static {
      note('block');
    }
  },
  typeof class {
    [note('named')]() {}
    static {
      note('last');
    }
  },
);
console.log(log.slice(7).join());
