// What needs no helper: that it is there, and right, in the same places.
const show = (name, ...values) => console.log(name, JSON.stringify(values));
const log = [];
const attempt = (action) => { try { return action(); } catch (error) { return error.constructor.name; } };
const get = (name, value) => (log.push(name), value);
const object = { a: { b: { c: 1, f() { return this.c; } } }, n: null, zero: 0, empty: '', list: [1], get once() { log.push('once'); return this.a; } };

show('chains', object?.a?.b.c, object.x?.y.z(log.push('no')), object.n?.[get('no')], object.a.b.f?.(), object?.a.b['f'](), (object?.a.b).f(), object.x?.(), object.a?.b?.f.call({ c: 2 }), delete object?.x?.y, delete object.list?.[0], object.list.length);
show('once', object.once?.b.c, object?.['once']?.b?.['f']?.(), log.splice(0));
show('nullish', object.n ?? 'default', object.zero ?? 'no', object.empty ?? 'no', (object.x ?? object.n) ?? get('last', 1), (false || null) ?? 'mixed', attempt(() => (null ?? (() => { throw new RangeError(); })())));
const target = { n: null, z: 0, t: 1, get frozen() { return 5; }, set frozen(v) { log.push('never'); } };
target.n ??= get('n', 'filled'); target.z ||= 'or'; target.t &&= 'and'; target.frozen ||= get('not', 1); target[get('key', 'k')] ??= 'computed'; get('object', target).z &&= get('value', 'z');
let local = null; local ??= 1; local &&= local + 1; local ||= 9;
show('logical', target, local, log.splice(0), (target.new ??= () => 0).name === 'new');
show('powers', 2 ** 3 ** 2, (-2) ** 2, 2 ** -1);
let power = 2; power **= 3; target.p = 3; target.p **= 2; target[get('p', 'p')] **= 0.5;
show('assigned', power, target.p, log.splice(0));
try { throw 1; } catch { show('catch'); }
try { try { throw 1; } catch { throw new RangeError(); } finally { log.push('finally'); } } catch (error) { show('again', error.constructor.name, log.splice(0)); }
show('numbers', 1_000_000, 0xff_ff, 0b1010, 0o17, 1_0.5_0);
const tag = (strings, ...values) => [strings.raw, strings, Object.isFrozen(strings), values];
const call = () => tag`a\n${1}b`;
show('templates', call(), call()[1] === call()[1], String.raw`\u{41}${2}`);
show('regular expressions', /(?<year>\d+)-(?<month>\d+)/u.exec('2020-12').groups.year, /a.b/s.test('a\nb'), 'aXbX'.replace(/(?<=a)X/, '-'), /\p{L}/u.test('é'), [...'a1b2'.matchAll(/\d/g)].length, /a(?<name>b)/d.exec('ab').indices[1]);
function trailing(a, b,) { return [a, b,].length; }
show('commas', trailing(1, 2,));
label: for (const [k, v,] of Object.entries({ a: 1 })) { if (v) { show('entry', k); continue label; } }
class Chain { static make() { return { chain: this?.prototype.none ?? 'none' }; } async m() { return (await object)?.a ?? (await null); } x = object?.a?.b.c ?? 0; #p = null; get() { return (this.#p ??= 'private'); } }
show('in classes', Chain.make(), new Chain(), new Chain().get());
new Chain().m().then((value) => show('async', value.b.c));
export {};
