export const key = 'computed';
export const initial = 1;
export class Base {
  static instances = 0;
  static self = () => Base === this;
  constructor() {
    Base.instances++;
  }
  hello() {
    return 'hello ';
  }
}
export const mixin = (B) => class extends B {};
