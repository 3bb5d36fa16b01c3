const symbol = Symbol('s');
const hidden = Symbol('h');
const show = (...values) => console.log(...values.map((value) =>
  value && typeof value === 'object' ? `${JSON.stringify(value)}[${Reflect.ownKeys(value).map(String).join()}]` : String(value)));
const attempt = (action) => {
  try {
    return action();
  } catch (error) {
    return error.constructor.name;
  }
};
const source = { b: 1, a: 2, 1: 'one', [symbol]: 3, [hidden]: 4 };

const { a, ...rest } = source;
const { [symbol]: s, 1: one, ...others } = source;
const { ...all } = source;
show(a, rest, s, one, others, all, all === source);

// Keys that are computed are converted once, to what they are.
let conversions = 0;
const key = () => (conversions++, 'b');
const { [key()]: b, [1]: first, ...without } = source;
show(b, first, without, conversions);
const primitive = { [Symbol.toPrimitive]: (hint) => `${hint}` };
const { [primitive]: byHint, ...remaining } = { string: 1, number: 2 };
show(byHint, remaining);
const { [`a`]: template, [null]: nothing, [0]: zero, [1e3]: thousand, ...few } = { a: 1, null: 2, 0: 3, 1000: 4, kept: 5 };
show(template, nothing, zero, thousand, few);

// Own properties only, those taken out are not read again, `__proto__` is a name like others.
const reads = [];
const proxy = new Proxy({ x: 1, y: 2, z: 3 }, {
  ownKeys: (target) => (reads.push('ownKeys'), Reflect.ownKeys(target)),
  getOwnPropertyDescriptor: (target, name) => (reads.push(`has ${name}`), Reflect.getOwnPropertyDescriptor(target, name)),
  get: (target, name) => (reads.push(`get ${name}`), target[name]),
});
const { x, ...unread } = proxy;
show(x, unread, reads.join(' '));
const json = JSON.parse('{"__proto__": {"evil": 1}, "p": 2}');
const { p, ...polluted } = json;
const { ...copied } = json;
show(p, polluted, copied, Object.getPrototypeOf(polluted) === Object.prototype, polluted.evil, copied.evil);
const { ...inherited } = Object.create({ up: 1 }, { own: { value: 1, enumerable: true }, not: { value: 2 } });
show(inherited);

// Everything that is not nothing has properties.
const { length, ...letters } = 'ab';
const { ...fromNumber } = 5;
const { ...fromFunction } = Object.assign(() => {}, { f: 1 });
show(length, letters, fromNumber, fromFunction);
show(attempt(() => { const { ...r } = null; return r; }), attempt(() => { const { q, ...r } = undefined; return [q, r]; }));
show(attempt(() => { let r; ({ ...r } = undefined); return r; }), attempt(() => (({ ...r }) => r)(null)), attempt(() => (({}) => 1)(null)));

// In every place where patterns are.
const param = ({ a, ...r }, [{ b, ...r2 }], { ...r3 } = { c: 1 }) => [a, r, b, r2, r3];
show(...param({ a: 1, x: 2 }, [{ b: 3, y: 4 }]));
function declared({ a = 5, n: { m, ...inner } = { m: 1, k: 2 }, ...r }, last = 1) { return [a, m, inner, r, last, arguments.length]; }
show(...declared({ z: 1 }));
class K { method({ a, ...r }) { return r; } set value({ ...r }) { this.r = r; } static async later({ a, ...r }) { return r; } }
const k = new K();
k.value = { v: 1 };
show(k.method({ a: 1, m: 2 }), k.r);
let t, u, target = {};
const result = ({ t, ...u } = source);
({ a: target.a, ...target.rest } = source);
({ b: target['b'], nested: { deep: target.deep }, ...target.more } = { b: 1, nested: { deep: 2, d: 3 }, m: 4 });
show(t, u, result === source, target);
[{ a: target.first, ...target.second }] = [source];
show(target.first, target.second);
for (const { id, ...fields } of [{ id: 1, n: 1 }, { id: 2, n: 2 }]) show(id, fields);
for (const { length, ...chars } in { xy: 1 }) show(length, chars);
for (var { id: varId, ...varRest } = { id: 9, r: 1 }; varId; varId = 0) show(varRest);
for ({ t, ...u } of [{ t: 1, q: 2 }]) show(t, u);
try { throw { code: 1, detail: 'd' }; } catch ({ code, ...info }) { show(code, info); }
const { deep: { x: dx, ...deepRest }, list: [{ y: ly, ...listRest }, ...tail], ...top } = { deep: { x: 1, y: 2 }, list: [{ y: 3, z: 4 }, 5, 6], w: 7 };
show(dx, deepRest, ly, listRest, tail, top);
const { missing = 'default', named: renamed = missing, ...left } = { l: 1 };
show(missing, renamed, left);
const order = [];
const f = (name, value) => (order.push(name), value);
const { [f('k1', 'a')]: d1 = f('default1', 0), [f('k2', 'zz')]: d2 = f('default2', 0), ...d3 } = f('source', source);
show(d1, d2, d3, order.join());
const arrow = async ({ a, ...r }) => r;
const generator = function* ({ a, ...r }) { yield r; };
show(generator({ a: 1, g: 2 }).next().value);
export const { e1, ...e2 } = { e1: 1, e3: 2 };
show(e1, e2);
arrow({ a: 1, async: 2 }).then(show).then(() => K.later({ a: 1, later: 2 })).then(show);
const own = function (o) {
  var { a: o, ...rest } = o;
  return [o, rest];
};
const given = (o) => {
  var { a = (o = 5), ...rest } = o, more;
  return [o, a, rest, more];
};
const keyed = (o) => {
  var { [(o = { z: 1 }, 'a')]: a, ...o } = o;
  return [a, o];
};
show(own({ a: 1, b: 2 }), given({ b: 2 }), keyed({ a: 4, b: 2 }));
// A `var` of the body is the parameter.
function again({ a, ...rest }, [b, { ...more }] = [2, { c: 3 }]) {
  var a, rest, more;
  return [a, rest, b, more];
}
const assigned = ({ a, ...rest }) => {
  for (var rest = [rest]; ; ) return [a, rest];
};
show(again({ a: 1, d: 4 }), assigned({ a: 5, e: 6 }));
// Several of them in one declaration.
const several = (x, y) => {
  let { a, ...rest } = x, [b, { ...more }] = y, c = 1, { d, ...last } = { d: a, ...rest };
  return [a, rest, b, more, c, d, last];
};
export const { s1, ...s2 } = { s1: 1, s3: 2 }, { s4, ...s5 } = { s4: s2, s6: 3 };
show(several({ a: 1, e: 4 }, [2, { c: 3 }]), s1, s2, s4, s5);
