const log = [];
const step = (name, value) => (log.push(name), value);
const show = (name, ...values) => console.log(name, JSON.stringify(values), log.splice(0).join());
const descriptor = (object, key) => Object.getOwnPropertyDescriptor(object, key);
const symbol = Symbol('field');

class Plain {
  a = 1;
  b;
  'quoted key' = 2;
  3 = 'three';
  [symbol] = 'symbol';
  [step('key', 'computed')] = step('value', this.a);
  arrow = () => this.a;
  self = this;
  static s = step('static', 'S');
  static t = this.s + Plain.s;
  static #hidden = 1;
  static { step(`block ${this === Plain} ${Plain.t}`); }
  static empty;
  static ['name2'] = () => this.s;
  static async = 1;
  static get = 2;
}
show('definition', Plain.s, Plain.t, Plain.name2(), Object.keys(Plain), Plain.async, Plain.get);
const plain = new Plain();
show('instance', Reflect.ownKeys(plain).map(String), plain.computed, plain.arrow.call(null), plain.self === plain, descriptor(plain, 'b'), descriptor(plain, symbol), descriptor(Plain, 'empty'));
show('length', Plain.length);

// Fields are defined, whatever setters and read-only properties are above.
class Setter {
  set x(value) { log.push(`set ${value}`); }
  get y() { return 'getter'; }
  static set z(value) { log.push(`static set ${value}`); }
}
class Defines extends Setter {
  x = 'own x';
  y = 'own y';
  static z = 'own z';
}
show('defined', new Defines().x, new Defines().y, Defines.z);
class Frozen { constructor() { return Object.freeze({ f: 1 }); } }
class OnFrozen extends Frozen { f = 2; }
try { new OnFrozen(); show('no'); } catch (error) { show('frozen', error.constructor.name); }
try { (class { static name = 'given'; static length = 7; }).name; show('name', (class { static name = 'given'; static length = 7; }).length); } catch (error) { show(error.message); }
try { class P { static ['prototype'] = 1; } show('no'); } catch (error) { show('prototype', error.constructor.name); }

// Order: fields come right after super(), which may be anywhere.
class Parent { p = step('parent field', 1); constructor(...args) { step(`parent constructor ${args}`); this.early(); } early() { step('early'); } }
class Child extends Parent {
  c = step('child field', this.p + 1);
  early() { step(`early in child ${this.c}`); }
}
class Careful extends Parent {
  c = step('careful field', 2);
  constructor(flag, value = step('default', 5)) {
    step('before super');
    const made = flag ? super(value) : (() => super('arrow'))();
    step(`after super ${made === this} ${this.c}`);
    try { this.d = value; } finally { step('done'); }
  }
}
show('child', new Child(1, 2).c);
show('careful', new Careful(true).c, new Careful(false, 1).d);
class Returns extends Parent { r = 1; constructor() { return super(), { other: this.r }; } }
show('returns', new Returns().other);
class Twice extends Parent { t = 1; constructor() { super(); try { super(); } catch (error) { step(error.constructor.name); } } }
new Twice();
show('super twice');

// Scopes: what a field sees is the class's scope, not the constructor's.
const x = 'outer';
class Scope { f = x; g = typeof y; constructor(x, y) { this.x = x + y; var f = 1; } }
show('scope', new Scope('in', 'ner'));

// Expressions, defaults, nesting, inheritance of statics.
const anonymous = class { f = 1; static g = this; };
const named = class Inner { static self = Inner; f = Inner; };
show('expressions', anonymous.g === anonymous, new anonymous().f, named.self === named, new named().f === named);
const make = (value) => class { v = value; static [value] = value; };
show('in a function', new (make('p'))().v, make('q').q, [1, 2].map((n) => new (class { n = n; })().n));
class Outer { inner = class { o = 1; p = () => this.o; }; nested = { object: this }; }
show('nested', new (new Outer().inner)().p(), new Outer().nested.object instanceof Outer);
class Sub extends Plain { static u = super.s + this.s; w = super.constructor === Plain; }
show('static super', Sub.u, new Sub().w, Object.keys(Sub));
let keys = 0;
const key = () => `k${keys++}`;
const classes = [class { [key()] = 1; }, class { static [key()] = 2; }];
show('keys', Object.keys(new classes[0]()), Object.keys(new classes[0]()), Object.keys(classes[1]), keys);
var hoisted = new (class { a = this.constructor === hoisted; })().a;
show('hoisted', hoisted);
label: { class InBlock { static f = 1; } if (InBlock.f) break label; }
for (const i of [1, 2]) { class Loop { static i = i; v = i; } show('loop', Loop.i, new Loop().v); }
switch (1) { case 1: class InCase { static c = 'case'; } show('case', InCase.c); }
try { class Uses { static [(() => Uses)()] = 1; } show('no'); } catch (error) { show('temporal dead zone', error.constructor.name); }
export default class { static d = step('default export', this.name); e = 1; }
export class Exported { static again = new Exported().e; e = 'e'; }
show('exports', Exported.again);
class Blocks { static a = 1; static { var local = this.a; const inner = () => this; this.b = inner().a + local; } static c = this.b + 1; static { try { throw this.c; } catch (value) { this.d = value; } } static { await_: for (;;) break await_; } }
show('blocks', Blocks.a, Blocks.b, Blocks.c, Blocks.d);
const evaluated = [];
class Order { static [(evaluated.push('k1'), 'a')] = evaluated.push('v1'); [(evaluated.push('k2'), 'b')]() {} static [(evaluated.push('k3'), 'c')] = evaluated.push('v3'); static { evaluated.push('block'); } [(evaluated.push('k4'), 'd')] = evaluated.push('v4'); }
new Order();
show('order', evaluated);
