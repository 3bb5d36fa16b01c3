// `super` in static fields, static blocks and private methods, which is not at home where they are moved to.
const show = (name, ...values) => console.log(name, JSON.stringify(values));
const attempt = (action) => { try { return action(); } catch (error) { return error.constructor.name; } };
const log = [];

class Base {
  static value = 'base value';
  static method(...args) { return [this.label, ...args]; }
  static get accessor() { log.push(`get ${this.label}`); return `accessor of ${this.label}`; }
  static set accessor(value) { log.push(`set ${this.label} ${value}`); }
  static count = 1;
  static nothing = null;
  static list = { push: (x) => x };
}
Object.defineProperty(Base, 'readonly', { value: 'fixed', writable: false });
Object.defineProperty(Base, 'noSetter', { get: () => 'no setter' });

const key = (name) => (log.push(`key ${name}`), name);
class Derived extends Base {
  static label = 'Derived';
  static read = [super.value, super['value'], super[key('value')], super.missing, super.accessor];
  static call = [super.method(), super.method(1, ...[2, 3]), super['method'](4), super.missing?.(6), super.method.call({ label: 'other' })];
  static optional = [super.missing?.deep.er, super.value?.length, super.nothing?.x];
  static arrow = (() => super.method('arrow'))();
  static lazily = () => super.accessor;
  static set = (super.accessor = 'new');
  static setOwn = (super.own = 'own');
  static computedSet = (super[key('computed')] = 'c');
  static update = [super.count++, ++super.count, super.count, this.count, (super.count += 10), (super[key('count')] **= 2)];
  static logical = [(super.nothing ??= 'filled'), (super.value ||= 'not'), (super.value &&= 'and')];
  static errors = [attempt(() => (super.readonly = 1)), attempt(() => (super.noSetter = 1)), attempt(() => super.missing()), attempt(() => super.value())];
  static nested = { m: () => super.value, list: [super.value], text: `${super.value}` };
  static {
    const { method } = super.constructor === Function ? super.prototype : {};
    this.block = [super.value, super.method('block'), method];
    super.accessor = 'block';
  }
}
show('read', Derived.read, Derived.call, Derived.optional);
show('functions', Derived.arrow, Derived.lazily(), Derived.nested.m(), Derived.nested);
show('written', Derived.set, Derived.setOwn, Derived.own, Object.keys(Base).includes('own'), Derived.computedSet, Derived.computed);
show('updated', Derived.update, Base.count, Derived.logical, Derived.nothing, Derived.value, Base.value);
show('errors', Derived.errors);
show('block', Derived.block);
show('log', log.splice(0));

class NoParent { static s = super.toString === Function.prototype.toString; #m() { return super.hasOwnProperty('f'); } f = 1; run() { return this.#m(); } }
show('no parent', NoParent.s, new NoParent().run());
class Null extends null { static s = super.call === Function.prototype.call; static m() { return 1; } }
show('null parent', Null.s);

class Shape { area() { return `area of ${this.kind}`; } get info() { return `info of ${this.kind}`; } set info(value) { this.stored = value; } }
class Circle extends Shape {
  kind = 'circle';
  area() { return 'not this one'; }
  #m(...args) { return [super.area(), super['area'](), super.info, (super.info = args[0]), this.stored, super.area === Shape.prototype.area, (() => super.area())(), super.nope?.(), super.area.call({ kind: 'other' })]; }
  get #g() { return super.info; }
  set #g(value) { super.info = `${value}!`; }
  static #s() { return [super.length, super.hasOwnProperty('kind')]; }
  run() { this.#g = 'g'; return [this.stored, this.#m('m'), this.#g, Circle.#s()]; }
  #own() { super.fresh = 1; return Object.keys(this); }
  keys() { return this.#own(); }
}
show('private methods', new Circle().run(), new Circle().keys());
Object.setPrototypeOf(Circle.prototype, { area: () => 'replaced', info: 'plain' });
show('replaced parent', new (class extends Circle {})().run()[1].slice(0, 3));
const object = { __proto__: { greet() { return `hi ${this.n}`; } }, n: 'o', greet() { return super.greet(); }, async later() { return super.greet(); }, arrow() { return () => super.greet(); } };
show('objects', object.greet(), object.arrow()());
object.later().then((value) => show('async', value));
export {};
