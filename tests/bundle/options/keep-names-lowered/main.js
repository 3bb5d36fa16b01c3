import Plain, { inherits } from './default.js';

class Fields {
  arrow = () => {};
  static later = function () {};
  #hidden = () => {};
  hiddenName = () => this.#hidden.name;
}
console.log(new Fields().arrow.name, Fields.later.name, new Fields().hiddenName());

const Assigned = class {
  #a = 1;
  a() {
    return this.#a;
  }
};
let Later;
Later = class {
  static #b = 1;
  static b = () => Later.#b;
};
const { Default = class { #c() {} c() { this.#c(); } } } = {};
const object = { Property: class { #d = 1; d() { return this.#d; } } };
const parameter = (Given = class { #e = 1; e() { return this.#e; } }) => Given.name;
console.log(Assigned.name, Later.name, Default.name, object.Property.name, parameter());
console.log(Plain.name, inherits);

// What runs in the class knows its name already.
class Declared {
  static own = this.name;
  static {
    console.log(Declared.name);
  }
}
const Expression = class {
  static own = this.name;
};
console.log(Declared.own, Expression.own);

// A name of its own is left alone.
const Named = class {
  static name = 'mine';
  static #x = 1;
};
console.log(Named.name);

// Private methods are functions beside the class then.
class Methods {
  #method() {}
  async #later() {}
  *#steps() {}
  static #fixed() {}
  names() {
    return [this.#method, this.#later, this.#steps, Methods.#fixed].map((it) => it.name).join();
  }
}
console.log(new Methods().names());
