const log = [];
const tick = (value) => new Promise((resolve) => setTimeout(resolve, 1, value));
const fail = async (value) => { throw value; };

async function declared(a, b = 2, ...rest) { return [await a, await b, rest.length, arguments.length]; }
const expression = async function named(n) { return n ? await named(n - 1) : 'bottom'; };
const arrow = async (x) => (await x) + 1;
const object = { async method() { return await this.value; }, value: 'this', async ['computed']() { return 'computed'; } };
class Base { async greet(name) { return `hello ${await name}`; } static async make() { return new this(); } }
class Derived extends Base {
  async greet(name) { return `${await super.greet(name)}!`; }
  async arrows() { return (async () => [this instanceof Derived, await super.greet('arrow')])(); }
  static async make() { const made = await super.make(); return made instanceof Derived; }
}
async function withArguments() { const inner = async () => [arguments.length, await arguments[0], this && this.t]; return inner(); }
async function controls(list) {
  const out = [];
  outer: for (const item of list) {
    for (let i = 0; ; i++) {
      if (i === (await item)) continue outer;
      if (item === 9) break outer;
      out.push(await tick(`${item}${i}`));
    }
  }
  switch (await tick(1)) { case await tick(1): out.push('case'); }
  const closures = [];
  for (let i = 0; i < 2; i++) { await null; closures.push(() => i); }
  out.push(...closures.map((f) => f()));
  let n = 0;
  while (await tick(n < 2)) n++;
  do n += await 1; while (n < 5);
  return out.concat(n, `${await 't'}`, { [await 'k']: await 'v' }.k, (await Promise.all([1, tick(2)])).join('+'));
}
async function errors() {
  const out = [];
  try { await fail(new RangeError('r')); } catch (error) { out.push(error.message); }
  try { await fail(undefined); } catch (error) { out.push(error === undefined); }
  try { return await tick('returned'); } finally { out.push('finally'); log.push(out.join()); }
}
const thenable = { then(resolve, reject) { log.push(`then ${typeof resolve} ${typeof reject}`); resolve('thenable'); } };
const poisoned = Object.defineProperty(Promise.resolve(), 'constructor', { get() { throw new TypeError('constructor'); } });

const main = async () => {
  console.log(JSON.stringify([await declared(1), await declared(tick(1), undefined, 3, 4), await expression(3), await arrow(tick(1))]));
  console.log(await object.method(), await object.computed(), await new Derived().greet(tick('d')), JSON.stringify(await new Derived().arrows()), await Derived.make());
  console.log(JSON.stringify(await withArguments.call({ t: 't' }, tick('a0'), 2)));
  console.log(JSON.stringify(await controls([1, 2, 9])));
  console.log(await errors(), log.join('|'));
  console.log(await thenable, await (async () => thenable)(), log.slice(1).join('|'));
  console.log(await (async () => { try { return await poisoned; } catch (error) { return error.message; } })());

  // Errors of parameters are rejections, too; so is what a body throws before it awaits.
  const parameters = async (a = (() => { throw new SyntaxError('parameter'); })()) => a;
  console.log(await parameters().catch((error) => error.message), await fail(3).catch((n) => n));
  console.log(await (async ({ a }) => a)().catch((error) => error.constructor.name));
  console.log(declared.length, object.method.name, declared() instanceof Promise, typeof declared);
  const parallel = await Promise.all([3, 1, 2].map(async (n) => { await tick(); return n * 2; }));
  console.log(parallel.join());

  // Turns of the microtask queue.
  const turns = [];
  const worker = async (name, n) => { for (let i = 0; i < n; i++) { turns.push(name + i); await i; } return name; };
  const chain = Promise.resolve().then(() => turns.push('p0')).then(() => turns.push('p1')).then(() => turns.push('p2')).then(() => turns.push('p3'));
  await Promise.all([worker('a', 3), worker('b', 2).then((name) => turns.push(`${name} done`)), (async () => { await worker('c', 1); turns.push('after c'); })(), chain]);
  console.log(turns.join());
  let unhandled = 0;
  const rejected = (async () => { try { await Promise.reject(1); } catch { unhandled++; throw await tick('again'); } })();
  console.log(await rejected.then(null, (value) => value), unhandled);
  return await (await (async () => async () => 'nested')())();
};
main().then(console.log);
export {};
