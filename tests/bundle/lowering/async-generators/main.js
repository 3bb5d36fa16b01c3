const wait = (value, ms = 1) => new Promise((resolve) => setTimeout(resolve, ms, value));
const reject = (value) => Promise.reject(value);
const show = (name, value) => console.log(name, JSON.stringify(value));
const outcome = (promise) => promise.then((value) => value, (error) => `threw ${error && error.message ? `${error.constructor.name} ${error.message}` : error}`);
const own = (promise) => promise.then((value) => value, (error) => `threw ${error instanceof Error ? error.constructor.name : error}`);
const collect = async (iterable) => { const out = []; for await (const value of iterable) out.push(value); return out; };

async function* basic(n = 3) {
  for (let i = 0; i < n; i++) yield await wait(i);
  return 'end';
}
const object = { async *method(a) { yield [this === object, a, arguments.length]; }, async *[Symbol.asyncIterator]() { yield* basic(2); } };
class Base { async *items() { yield 'base'; } static async *all() { yield 's'; } }
class Derived extends Base {
  async *items() { yield* super.items(); yield (await super.items().next()).value + '!'; yield* (async () => [this instanceof Derived])().then ? [1] : []; }
  static async *all() { for await (const x of super.all()) yield x + x; }
}
const expression = async function* () { const got = yield 1; yield [got, yield 2]; };

const log = [];
async function* cleanup(name) {
  try {
    log.push(`${name} starts`);
    const sent = yield 1;
    log.push(`${name} got ${sent}`);
    yield 2;
  } catch (error) {
    log.push(`${name} caught ${error}`);
    yield 'recovered';
  } finally {
    log.push(`${name} cleans`);
    await wait();
    log.push(`${name} cleaned`);
  }
}

const main = async () => {
  show('values', [await collect(basic()), await collect(object), await collect(object.method('x')), await collect(new Derived().items()), await collect(Derived.all())]);
  const g = expression();
  show('sent', [await g.next('ignored'), await g.next('a'), await g.next('b'), await g.next('c'), await g.next()]);
  const ended = basic(0);
  show('return value', [await ended.next(), await ended.next(), await ended.return(4), await own(ended.throw('late'))]);

  // What is yielded and returned is awaited.
  async function* promises() {
    yield wait('yielded');
    try { yield reject('inside'); } catch (error) { yield `caught ${error}`; }
    yield { then(resolve) { resolve('thenable'); } };
    return wait('returned');
  }
  const p = promises();
  show('promises', [await p.next(), await p.next(), await p.next(), await p.next(), await p.next()]);
  async function* rejects() { return reject('from return'); }
  show('rejected return', [await outcome(rejects().next()), await own((async function* () { yield reject('out'); })().next())]);

  // Requests are served one after another.
  const queued = cleanup('queue');
  show('queue', await Promise.all([queued.next(), queued.next('two'), queued.next(), queued.next(), queued.return('late'), own(queued.throw('later'))]));
  show('log', log.splice(0));
  const returned = cleanup('return');
  show('return', [await returned.next(), await returned.return(wait('r')), await returned.next()]);
  show('log', log.splice(0));
  const thrown = cleanup('throw');
  show('throw', [await thrown.next(), await thrown.throw('t'), await thrown.next(), await thrown.next()]);
  show('log', log.splice(0));
  const early = cleanup('never');
  show('before the start', [await early.return(wait('early')), await early.next(), await own(cleanup('never').throw('e')), await own(cleanup('x').return(reject('no')))]);
  const inside = cleanup('rejected return');
  show('return of a rejection', [await inside.next(), await own(inside.return(reject('bad'))), await inside.next()]);
  show('log', log.splice(0));
  async function* overrides() { try { yield 1; } finally { return 'other'; } }
  const over = overrides();
  show('finally returns', [await over.next(), await over.return('mine')]);
  async function* stays() { try { yield 1; } finally { yield 'not yet'; } }
  const stay = stays();
  show('finally yields', [await stay.next(), await stay.return('mine'), await stay.next('sent'), await stay.next()]);

  // Errors end it.
  async function* breaks() { yield 1; throw new RangeError('broken'); }
  const broken = breaks();
  show('error', [await broken.next(), await outcome(broken.next()), await broken.next()]);
  // Those of parameters come at once.
  async function* parameters(a = (() => { throw new RangeError('parameter'); })()) { yield a; }
  try { parameters(); console.log('no'); } catch (error) { console.log(error.message); }
  // It may ask itself.
  let self;
  const recursion = [];
  async function* asks() { recursion.push(self.next()); yield 1; yield 2; }
  self = asks();
  show('asks itself', [await self.next(), await recursion[0], await self.next()]);
  // Many requests at once, many after the end.
  async function* count() { for (let i = 0; ; i++) if (i === 1000) return; else yield i; }
  const many = count();
  const answers = await Promise.all(Array.from({ length: 20000 }, () => many.next()));
  console.log(answers[999].value, answers[1000].done, answers.length);

  const instance = basic();
  console.log(Object.prototype.toString.call(instance), instance[Symbol.asyncIterator]() === instance, Object.keys(instance).length, 'next' in instance, typeof instance[Symbol.iterator], basic.length);
  console.log(instance.next() instanceof Promise, instance.return() instanceof Promise, await own(instance.next.call({})));

  // Turns of the microtask queue.
  const turns = [];
  async function* worker(name) { turns.push(`${name}0`); yield 1; turns.push(`${name}1`); await null; turns.push(`${name}2`); yield 2; turns.push(`${name}3`); }
  const consume = async (name) => { for await (const n of worker(name)) turns.push(`${name}:${n}`); turns.push(`${name} done`); };
  let chain = Promise.resolve();
  for (let i = 0; i < 12; i++) chain = chain.then(() => turns.push(i));
  await Promise.all([consume('a'), consume('b'), chain]);
  console.log(turns.join(' '));

  // yield*
  const calls = [];
  const iterator = (results, extra) => ({
    [Symbol.asyncIterator]() { calls.push('start'); return this; },
    next(value) { calls.push(`next ${value} ${arguments.length}`); return results.shift(); },
    ...extra,
  });
  const delegate = (inner) => (async function* () {
    try { const result = yield* inner; log.push(`result ${result}`); yield 'after'; } catch (error) { log.push(`caught ${error && error.constructor === TypeError ? 'TypeError' : error}`); yield 'caught'; } finally { log.push('finally'); }
  })();
  let d = delegate(iterator([wait({ value: 'a', done: false }), { value: 'b', done: 0 }, wait({ value: 'r', done: true })]));
  show('yield*', [await d.next('x'), await d.next('y'), await d.next('z'), await d.next()]);
  show('calls', [calls.splice(0), log.splice(0)]);
  d = delegate(iterator([{ value: 1 }], { return(value) { calls.push(`return ${value}`); return wait({ value: `${value}+`, done: true }); } }));
  show('yield* return', [await d.next(), await d.return(wait('v')), await d.next()]);
  show('calls', [calls.splice(0), log.splice(0)]);
  d = delegate(iterator([{ value: 1 }, { value: 2 }], { return: (value) => ({ value: `not ${value}`, done: false }) }));
  show('yield* refused return', [await d.next(), await d.return('v'), await d.next(), await own(d.next())]);
  show('calls', [calls.splice(0), log.splice(0)]);
  d = delegate(iterator([{ value: 1 }]));
  show('yield* without return', [await d.next(), await d.return('v'), await d.next()]);
  d = delegate(iterator([{ value: 1 }], { throw: async (error) => ({ value: `handled ${error}`, done: true }) }));
  show('yield* throw', [await d.next(), await d.throw('t'), await d.next()]);
  d = delegate(iterator([{ value: 1 }, { value: 2 }], { throw: async (error) => ({ value: `handled ${error}`, done: false }) }));
  show('yield* throw goes on', [await d.next(), await d.throw('t'), await d.next()]);
  d = delegate(iterator([{ value: 1 }], { throw: (error) => reject(`worse ${error}`) }));
  show('yield* throw throws', [await d.next(), await d.throw('t'), await d.next()]);
  d = delegate(iterator([{ value: 1 }], { return: async () => (calls.push('closed'), {}) }));
  show('yield* without throw', [await d.next(), await d.throw('t'), await d.next()]);
  d = delegate(iterator([5]));
  show('yield* of no object', [await d.next(), await d.next()]);
  d = delegate(iterator([{ value: 1 }], { return: () => 5 }));
  show('yield* return of no object', [await d.next(), await d.return(), await d.next()]);
  d = delegate(iterator([reject('inner')]));
  show('yield* of a rejection', [await d.next(), await d.next()]);
  d = delegate(7);
  show('yield* of no iterable', [await d.next(), await d.next()]);
  show('calls', [calls.splice(0), log.splice(0)]);
  d = delegate(iterator([{ value: wait('raw'), done: false }]));
  show('yield* does not await values', [(await d.next()).value instanceof Promise]);
  show('nested', [await collect((async function* () { const n = yield* (async function* () { yield* basic(2); return yield* [wait('sync'), 'iterable']; })(); yield n === undefined; yield yield* basic(0); })())]);

  // Reading `next` once, `done` and `value` once.
  const reads = [];
  const observed = { [Symbol.asyncIterator]: () => ({ get next() { reads.push('next'); let n = 0; return () => ({ get done() { reads.push('done'); return ++n > 2; }, get value() { reads.push('value'); return n; } }); }, get return() { reads.push('return'); return undefined; } }) };
  const o = delegate(observed);
  show('reads', [await o.next(), await o.next(), await o.return('r'), reads]);
};
main().catch(console.log);
export {};
