class Outer {
  static reset() {
    Outer = null;
  }
}
Outer = class {};

const Inner = class Own {
  set() {
    [Own] = [];
  }
};

function shadowed() {
  class Local {
    method(Local) {
      Local = 1;
    }
  }
  return Local;
}
console.log(Inner, shadowed, Outer);
