const log: string[] = [];
const show = (name: string, ...values: unknown[]) => console.log(name, JSON.stringify(values), log.splice(0).join(' '));
const attempt = (action: () => unknown) => { try { return action(); } catch (error: any) { return error.constructor.name; } };
// Says when it is evaluated, and when it is applied to what.
const mark = (name: string): any => {
  log.push(`(${name}`);
  return (...args: any[]) => {
    const [target, key, third] = args;
    const kind = third && typeof third === 'object' ? Object.keys(third).sort().join('/') : String(third);
    log.push(`${name}:${typeof target}.${String(key)}:${kind}:${args.length})`);
  };
};
const symbol = Symbol('symbol');
const key = () => (log.push('key'), 'computed');

@mark('c1') @mark('c2')
class Order {
  @mark('f1') @mark('f2') field = 1;
  @mark('m1') @mark('m2') method(@mark('p0') a: number, b: number, @mark('p2a') @mark('p2b') c?: number) { return a + b; }
  @mark('acc') get value() { return this.field; }
  set value(value) { this.field = value; }
  @mark('sym') [symbol]() {}
  @mark('key') [key()]() { return 'c'; }
  'quoted name' = 3;
  @mark('quoted') 'quoted method'() {}
  @mark('number') 5() {}
  @mark('sf') static shared = 2;
  @mark('sm') static helper(@mark('sp') x: unknown) { return x; }
  constructor(@mark('k0') public given: string = 'given', @mark('k1') other?: number) {}
}
show('order');
const order = new Order();
show('instance', order, order.method(1, 2), Order.shared, Order.helper('x'), Reflect.ownKeys(Order.prototype).map(String));

// What decorators return replaces.
const wrap = (prefix: string) => (_: object, name: string | symbol, descriptor: PropertyDescriptor): PropertyDescriptor => {
  const original = descriptor.value;
  return { ...descriptor, value(this: unknown, ...args: unknown[]) { return `${prefix}(${original.apply(this, args)})`; } };
};
const mutate = (_: object, __: string, descriptor: PropertyDescriptor) => { const { get } = descriptor; descriptor.get = function () { return `got ${get!.call(this)}`; }; };
const replace = <T extends new (...args: any[]) => object>(Base: T) => class extends Base { replaced = true; static extra = 'extra'; };
const hidden = (target: object, name: string) => { Object.defineProperty(target, name, { value: 'on the prototype', configurable: true, writable: true }); };
const constant = (value: unknown): any => (target: object, name: string) => ({ get: () => value, configurable: true, enumerable: true });

@replace
class Replaced {
  static self = () => Replaced;
  static made = () => new Replaced();
  name = 'r';
  @wrap('outer') @wrap('inner') greet(to: string) { return `${this.name} ${to}`; }
  @wrap('static') static hi() { return `hi ${this === Replaced}`; }
  @mutate get got() { return this.name; }
  isSame() { return this instanceof Replaced && this.constructor === Replaced; }
}
show('replaced', new Replaced().greet('you'), Replaced.hi(), new Replaced().got, new Replaced(), (Replaced as any).extra, Replaced.self() === Replaced, (Replaced.made() as any).replaced, new Replaced().isSame());
class Sub extends Replaced { @wrap('sub') greet(to: string) { return super.greet(to); } }
show('sub', new Sub().greet('me'), new Sub());
class Declares { @hidden declare ghost: string; @constant('from the decorator') declare computed: string; @hidden real = 'own'; }
show('declared', new Declares().ghost, new Declares().computed, new Declares().real, Object.keys(new Declares()));
const frozen = (Class: Function) => { Object.freeze(Class); Object.freeze(Class.prototype); };
@frozen class Frozen { static a = 1; }
show('frozen', Object.isFrozen(Frozen), attempt(() => { (Frozen as any).b = 1; }));
const none = (): any => undefined;
@none @(null as any) class Nothing { @none @(undefined as any) m() { return 'm'; } }
show('nothing', new Nothing().m());
show('throws', attempt(() => { @(() => { throw new RangeError('decorator'); }) class T {} return T; }));

// Where classes are, and what they have besides.
const inFunction = () => { @mark('inner') class Inner { @mark('im') m() {} } return new Inner() instanceof Inner; };
show('function', inFunction());
for (const n of [1, 2]) { @mark(`loop${n}`) class Loop { static n = n; } log.push(`${Loop.n}`); }
show('loop');
@mark('expression decorator'.toUpperCase()) class Upper {}
@(mark as any)(`template ${1}`) class Member {}
const decorators = { member: mark('member'), deep: { d: mark('deep') } };
@decorators.member @decorators.deep.d @(true ? mark('conditional') : mark('no')) class Forms {}
show('forms', typeof Upper, typeof Member, typeof Forms);
class Private { #p = 1; @wrap('private') get() { return this.#p; } static has(o: object) { return #p in o; } }
show('private', new Private().get(), Private.has(new Private()));
const later = (_: object, __: string, d: PropertyDescriptor) => ({ ...d, value: async () => `wrapped ${await d.value()}` });
class Async { @later async later() { return await 'later'; } @mark('generator') *items() { yield 1; } @mark('agen') async *each() { yield 1; } }
show('async', [...new Async().items()]);
abstract class Abstract { abstract m(): void; o(a: string): void; @mark('overload') o(a: any) {} }
show('abstract', typeof Abstract);
@mark('exported') export class Exported { static again = () => Exported; }
@mark('default') export default class Default { static d = () => Default; }
show('exports', Exported.again() === Exported, Default.d() === Default);
@replace class Named { static n = typeof Named; static { log.push(`block ${this === Named}`); } }
show('names', Named.n);
new Async().later().then((value: unknown) => show('later', value));
