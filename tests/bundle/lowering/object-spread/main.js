const log = [];
const show = (name, value) => console.log(name, JSON.stringify(value), Reflect.ownKeys(value).map(String).join());
const tracked = (name, value) => ({
  get [name]() {
    log.push(name);
    return value;
  },
  enumerable: 1,
});
const symbol = Symbol('s');

show('order', { b: 1, ...{ a: 2, 1: 'one', [symbol]: 3, 0: 'zero' }, b: 4, ...{ b: 5, c: 6 } });
show('nothing', { ...null, ...undefined, ...true, ...12, ...symbol, ...(() => {}) });
show('string', { ...'ab', ...['x'] });
show('only spread', { ...{ a: 1 } });

// Getters run once and become values; those of the literal itself stay getters.
const source = tracked('read', 1);
const copy = { before: 0, ...source, get own() { log.push('own'); return 7; }, ...{ last: 1 } };
console.log(log.join(), typeof Object.getOwnPropertyDescriptor(copy, 'read').value, typeof Object.getOwnPropertyDescriptor(copy, 'own').get);
console.log(copy.own, log.join());

// What is defined stays defined: no setters are called, getters of the literal are replaced.
const replaced = { get x() { return 'getter'; }, set x(value) { log.push('never'); }, ...{ x: 'value' } };
console.log(replaced.x, JSON.stringify(Object.getOwnPropertyDescriptor(replaced, 'x')));
const accessor = { ...{ x: 'value' }, get x() { return 'getter'; } };
console.log(accessor.x, typeof Object.getOwnPropertyDescriptor(accessor, 'x').get);

// `__proto__`
const own = JSON.parse('{"__proto__": {"evil": true}, "a": 1}');
const safe = { ...own };
console.log(Object.getPrototypeOf(safe) === Object.prototype, Object.keys(safe).join(), safe.evil);
const parent = { inherited: 'yes' };
console.log({ __proto__: parent, ...{ a: 1 } }.inherited, { ...{ a: 1 }, __proto__: parent }.inherited);
console.log(Object.getPrototypeOf({ ...{ a: 1 }, __proto__: null }), { ...parent, ['__proto__']: 1 }.inherited);
console.log(Object.keys({ ...Object.create(parent, { hidden: { value: 1 }, seen: { value: 2, enumerable: true } }) }).join());

// Methods, computed keys and functions' names.
const key = 'computed';
const methods = { ...{ a: 1 }, [key]: () => 0, m() { return super.toString === Object.prototype.toString; }, async: 1 };
console.log(methods.m(), methods.computed.name, methods.m.name, Object.keys(methods).join());

// What a proxy sees.
const traps = [];
const handler = {
  ownKeys: (target) => (traps.push('ownKeys'), Reflect.ownKeys(target)),
  getOwnPropertyDescriptor: (target, name) => (traps.push(`descriptor ${String(name)}`), Reflect.getOwnPropertyDescriptor(target, name)),
  get: (target, name) => (traps.push(`get ${String(name)}`), target[name]),
};
const proxied = { ...new Proxy(Object.defineProperty({ a: 1, [symbol]: 2 }, 'h', { value: 1 }), handler) };
console.log(traps.join(), Reflect.ownKeys(proxied).length);

// A property that a getter removes is not there any more.
const vanishing = { get first() { delete this.second; return 1; }, second: 2 };
show('vanishing', { ...vanishing });

// Order of evaluation.
const steps = [];
const step = (name, value) => (steps.push(name), value);
show('steps', { a: step('a', 1), ...step('b', { get b() { return step('get b', 2); } }), [step('c', 'c')]: step('d', 3), ...step('e', {}) });
console.log(steps.join());
try {
  const o = { ...step('f', 1), ...(() => { throw new RangeError('stop'); })(), x: step('not', 1) };
  console.log(o);
} catch (error) {
  console.log(error.name, steps[steps.length - 1]);
}
const deep = (n) => (n ? { n, ...{ child: { ...deep(n - 1) } } } : { ...[] });
console.log(JSON.stringify(deep(3)));
export {};
