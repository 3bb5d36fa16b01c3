import { Base, key, initial, mixin } from './base.js';
import * as base from './base.js';

class Derived extends mixin(Base) {
  static #count = 0;
  static [key] = initial;
  #initial = initial;
  key = key;
  initial = initial + 1;
  [`${key}Method`]() {
    return super.hello() + this.#initial;
  }
  static {
    this.block = Derived.#count + initial;
  }
  get Base() {
    return Base;
  }
  static make = () => new this();
  has(other) {
    return #initial in other;
  }
}
const d = Derived.make();
console.log(Derived.computed, d.key, d.initial, d.computedMethod(), Derived.block, d.Base === base.Base, d.has(d), d.has({}));
console.log(Base.instances, Base.self());
