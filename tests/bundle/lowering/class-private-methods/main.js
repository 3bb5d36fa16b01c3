const show = (name, ...values) => console.log(name, JSON.stringify(values));
const attempt = (action) => { try { return action(); } catch (error) { return error.constructor.name; } };
const log = [];

class C {
  #value = 1;
  #method(a, b = 2) { return [this.#value, a, b, arguments.length]; }
  async #later() { return await this.#method('later'); }
  *#items() { yield* [this.#value, 'item']; }
  async *#stream() { yield this.#value; }
  get #both() { log.push('get'); return this.#value; }
  set #both(value) { log.push(`set ${value}`); this.#value = value; }
  get #onlyGet() { return 'read'; }
  set #onlySet(value) { log.push(`only ${value}`); }
  static #shared(x) { return [this === C, x]; }
  static get #state() { return C.#stored; }
  static set #state(value) { C.#stored = value; }
  static #stored = 's';
  static async #asyncStatic() { return 'as'; }
  field = this.#method('in a field');
  run() { return [this.#method(), this.#method(1, 3), this.#method.call(this, 2), this.#method?.(5), this?.#method(6), [...this.#items()], this.#method === new C().#method, this.#method.length]; }
  accessors() {
    this.#both = 5; this.#both += 2; this.#both++; --this.#both; this.#both **= 2; this.#both ||= 1; this.#both &&= 3; this.#both ??= 4;
    [this.#both] = [8]; ({ a: this.#both, ...this.rest } = { a: 9, r: 1 });
    for (this.#both of [10, 11]);
    this.#onlySet = 'x'; [this.#onlySet] = ['pattern'];
    return [this.#both, this.#onlyGet, log.splice(0)];
  }
  errors() {
    return [attempt(() => (this.#method = 1)), attempt(() => (this.#onlyGet = 1)), attempt(() => this.#onlySet), attempt(() => this.#onlySet++), attempt(() => { [this.#onlyGet] = [1]; }), attempt(() => ([this.#method] = [1])), attempt(() => (this.#onlyGet ??= 5))];
  }
  async all() { const out = [await this.#later()]; for await (const x of this.#stream()) out.push(x); return out.concat(await C.#asyncStatic()); }
  static statics() { C.#state += '!'; return [C.#shared(1), this.#shared(2), C.#state, this.#state]; }
  static staticErrors() { return [attempt(() => (C.#shared = 1)), attempt(() => D.#shared(1)), attempt(() => D.statics())]; }
  static has(o) { return [#method in o, #both in o, #value in o, #onlySet in o]; }
  static hasStatic(o) { return [#shared in o, #state in o]; }
  static call(o) { return o.#method('called'); }
  static read(o) { return o.#both; }
  static write(o) { return (o.#both = 1); }
  get bound() { return this.#method.bind(this, 'bound'); }
}
class D extends C {}

const c = new C();
show('methods', c.run(), c.field, c.bound());
show('accessors', c.accessors());
show('errors', c.errors());
show('statics', C.statics(), C.staticErrors());
show('in', C.has(c), C.has({}), C.has(new D()), C.hasStatic(C), C.hasStatic(D), attempt(() => C.has(1)));
show('wrong object', attempt(() => C.call({})), attempt(() => C.read({})), attempt(() => C.write({})), attempt(() => C.call(null)), log.splice(0));
show('subclass', C.call(new D()), Reflect.ownKeys(c), Reflect.ownKeys(C.prototype), Reflect.ownKeys(C));

// They are there before the fields and before what a base class's constructor cannot see.
class Base { constructor() { this.early = attempt(() => this.start()); } }
class Late extends Base { first = this.#m(); #m() { return 'm'; } start() { return this.#m(); } }
show('early', new Late().early, new Late().first);
class Returned { constructor(o) { return o; } }
class Stamp extends Returned { #m() { return this.tag; } static call(o) { return o.#m(); } }
const stamped = { tag: 'stamped' };
new Stamp(stamped);
show('stamped', Stamp.call(stamped), attempt(() => new Stamp(stamped)));

// `super`, `this`, the class's name and scopes in them.
class Animal { name() { return `animal ${this.kind}`; } static make() { return `made ${this.label}`; } get up() { return `up ${this.kind}`; } set up(v) { this.set = v; } }
class Cat extends Animal {
  static label = 'Cat';
  kind = 'cat';
  #m() { super.up = 'u'; return [super.name(), super.up, super['name'](), (() => super.name())(), Cat.label, this.set, super.missing]; }
  static #s() { return [super.make(), super.make === Animal.make, (() => super.make())()]; }
  get #g() { return super.name() + super.up; }
  set #g(v) { super.up = v; }
  run() { this.#g = 'via setter'; return [this.set, this.#m(), this.#g, Cat.#s()]; }
}
show('super', new Cat().run());
const outer = 'outer';
class Scope { #m(outer) { { let Scope = 'shadow'; return [outer, Scope]; } } run() { return this.#m('param'); } }
show('scope', new Scope().run());
class Recursive { #fact(n) { return n < 2 ? 1 : n * this.#fact(n - 1); } static #ping(n) { return n ? this.#ping(n - 1) : 'pong'; } run() { return [this.#fact(5), Recursive.#ping(3)]; } }
show('recursive', new Recursive().run());
class Order { #m() { return order.join(); } get me() { order.push('me'); return this; } run() { return this.me.#m((order.push('argument'), 1)); } }
const order = [];
show('order', new Order().run());
const expression = class { #p() { return 'p'; } static run() { return new this().#p(); } };
const named = class N { static #q() { return N === this; } static run() { return N.#q(); } };
show('expressions', expression.run(), named.run());
c.all().then((all) => show('async', all));
export class Exported { #x() { return 'x'; } run() { return this.#x(); } }
show('exported', new Exported().run());
