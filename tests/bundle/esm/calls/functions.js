export function self() {
  return this === undefined || this === globalThis ? 'no this' : this;
}
export function tag(strings, ...values) {
  return `${self.call(this)} ${strings.length} ${values}`;
}
export class Ctor {
  static Inner = class Inner {
    constructor(n) {
      this.n = 'inner' + n;
    }
  };
  static pick = () => Ctor;
  constructor(n = 0) {
    this.n = n;
  }
}
export const chain = {
  a: {
    name: 'this is a',
    b() {
      return this.name;
    },
  },
};
export const double = (n) => n * 2;
