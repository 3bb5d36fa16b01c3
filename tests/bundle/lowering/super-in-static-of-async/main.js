// A class in an async arrow function has a `super` of its own, in static fields too.
const made = async (wait) => {
  class Base {
    static value = 1;
    static method() {
      return this.name;
    }
  }
  class Derived extends Base {
    static value = super.value + 1;
    static called = super.method();
    static later = () => super.method();
    static nested = class extends Base {
      static value = super.value + 10;
    };
    static {
      this.block = super.value;
    }
    static own = [await_(super.value)];
  }
  await wait;
  return [Derived.value, Derived.called, Derived.later(), Derived.nested.value, Derived.block, Derived.own[0]];
};
const await_ = (value) => value;
made().then((values) => console.log(values.join()));
