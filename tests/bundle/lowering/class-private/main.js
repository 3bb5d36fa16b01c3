const show = (name, ...values) => console.log(name, JSON.stringify(values));
const attempt = (action) => { try { return action(); } catch (error) { return error.constructor.name; } };

class Counter {
  #count = 0;
  #step;
  static #instances = 0;
  static #registry = new Map();
  constructor(step = 1) { this.#step = step; Counter.#instances++; Counter.#registry.set(this, step); }
  get count() { return this.#count; }
  up() { this.#count += this.#step; return this; }
  operations() {
    const before = this.#count++;
    const after = ++this.#count;
    const down = [this.#count--, --this.#count];
    this.#count **= 2; this.#count <<= 3; this.#count |= 1;
    this.#step ||= 5; this.#step &&= 6; this.#step ??= 7;
    return [before, after, down, this.#count, this.#step, typeof this.#count, -this.#count, delete this.count2];
  }
  patterns() {
    [this.#count, ...this.#step] = [10, 11, 12];
    const seen = [this.#count, this.#step];
    ({ a: this.#count, b: this.#step = 'default', ...this.rest } = { a: 20, c: 21 });
    for (this.#count of [1, 2]);
    for (this.#step in { key: 1 });
    [{ x: this.#count }, [Counter.#instances = 9]] = [{ x: 'deep' }, []];
    return [seen, this.#count, this.#step, this.rest, Counter.#instances];
  }
  optional(other) { return [other?.#count, other?.up?.().#count, other?.#step?.toString?.(), this.#count?.nothing?.more.stuff]; }
  static is(value) { return #count in value; }
  static read(value) { return value.#count; }
  static write(value) { return (value.#count = 1); }
  static stats() { return [this.#instances, Counter.#instances, this.#registry.size]; }
  static through(that) { return that.#instances; }
  equals(other) { return other.#count === this.#count; }
}

const counter = new Counter(2).up();
show('count', counter.count, counter.operations(), counter.patterns(), Counter.stats());
show('optional', counter.optional(null), counter.optional(new Counter('s')), counter.equals(counter));
show('hidden', Reflect.ownKeys(counter), Reflect.ownKeys(Counter), JSON.stringify(counter));
show('brand', Counter.is(counter), Counter.is({}), Counter.is(Object.create(counter)), attempt(() => Counter.is(5)), attempt(() => Counter.is(null)), Counter.is(() => {}));
show('wrong object', attempt(() => Counter.read({})), attempt(() => Counter.write({})), attempt(() => Counter.read(null)), attempt(() => Counter.read(1)), attempt(() => Counter.read(new Proxy(counter, {}))));
class SubCounter extends Counter { }
show('static of a subclass', attempt(() => SubCounter.stats()), attempt(() => Counter.through(SubCounter)), Counter.through(Counter), new SubCounter().count);

// Same names in other classes, inner classes that see outer names.
class Outer {
  #x = 'outer';
  #y = 'y';
  inner() {
    const outer = this;
    return class Inner { #x = 'inner'; both() { return [this.#x, outer.#y, attempt(() => outer.#x)]; } static of(o) { return attempt(() => o.#y); } };
  }
  get() { return this.#x; }
}
const Inner = new Outer().inner();
show('nested', new Inner().both(), Inner.of(new Outer()), Inner.of({}), new Outer().get());
const make = () => class { #p = 1; static has(o) { return #p in o; } };
const [A, B] = [make(), make()];
show('each evaluation', A.has(new A()), A.has(new B()), B.has(new B()));

// Objects that a constructor returns get the fields, once.
class Returned { constructor(object) { return object; } }
class Stamp extends Returned { #mark = 'mark'; static read(object) { return object.#mark; } static marked(o) { return #mark in o; } }
const target = Object.freeze({});
show('stamped', new Stamp(target) === target, Stamp.read(target), attempt(() => new Stamp(target)), Stamp.marked({}));
const revoked = Proxy.revocable({}, {});
new Stamp(revoked.proxy);
revoked.revoke();
show('proxy', Stamp.read(revoked.proxy), Stamp.marked(revoked.proxy));

// Initial values, in order, with what is there already.
class Initial {
  #a = 1;
  b = this.#a + 1;
  #c = this.b + this.#a;
  #late = () => this.#c;
  static #s = 's';
  static t = Initial.#s + this.#s;
  static u = (() => this.#s)();
  [`key${Initial2}`] = this.#late();
  static early(o) { return o.#later; }
  #first = attempt(() => Initial.early(this));
  #later = 'later';
  first() { return [this.#first, this.#later]; }
}
var Initial2;
show('initial', new Initial(), Initial.t, Initial.u, new Initial().first());

// As callee, with the right `this`, in templates and as arguments.
class Calls {
  #f = function (...args) { return [this instanceof Calls, ...args]; };
  #o = { deep: { f() { return this.v; }, v: 'v' } };
  #tag = (strings, ...values) => strings.raw.join('|') + values;
  #class = class { z = 1; };
  static #g = function () { return this === Calls; };
  run() { return [this.#f(1, ...[2, 3]), this.#f?.(4), this.#o.deep.f(), this.#o?.deep?.f?.(), this.#tag`a${1}b`, new this.#class().z, Calls.#g(), (this.#f)(5), this.#f.call(this, 6), this?.#f(7), this.#f.length]; }
  assign() { this.#o.deep.v = 'changed'; delete this.#o.deep.f; this.#o.list = [1]; this.#o.list[0]++; return this.#o; }
  chain(other) { return [other?.x.y.#f, other?.#o.deep.v.length]; }
}
show('calls', new Calls().run(), new Calls().assign(), new Calls().chain(), attempt(() => new Calls().chain({ x: {} })));
const order = [];
class Evaluation { #v = 1; get me() { order.push('me'); return this; } set(value) { this.me.#v = (order.push('value'), value); this.me.#v += (order.push('right'), 1); return this.me.#v; } twice(o) { return attempt(() => (o.#v = order.push('not before the check'))); } }
show('order', new Evaluation().set(5), new Evaluation().twice({}), order);
class Async { #v = 1; async get() { return (await this).#v; } async *each() { yield this.#v; for await (this.#v of [2, 3]) yield this.#v; } *sync() { yield* [this.#v]; } }
(async () => { const out = [await new Async().get(), ...new Async().sync()]; for await (const v of new Async().each()) out.push(v); show('async', out); })();
const expression = class Name { static #p = Name; static same() { return Name.#p === Name && this.#p === Name; } };
show('expression', expression.same());
export default class { static #d = 'default'; static read() { return this.#d; } }
export class Exported { #e = 'e'; static read() { return new Exported().#e; } }
show('exported', Exported.read());
