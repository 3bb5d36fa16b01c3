const wait = (value) => new Promise((resolve) => setTimeout(resolve, 1, value));
const show = (name, ...values) => console.log(name, JSON.stringify(values));
const log = [];
const asyncList = (values, extra) => ({
  [Symbol.asyncIterator]() {
    let i = 0;
    return { next: async () => (log.push(`next ${i}`), { value: values[i], done: i++ >= values.length }), return: async () => (log.push('return'), {}), ...extra };
  },
});
const syncList = (values, extra) => ({
  [Symbol.iterator]() {
    let i = 0;
    return { next: () => ({ value: values[i], done: i++ >= values.length }), return: () => (log.push('sync return'), {}), ...extra };
  },
});
const attempt = async (action) => { try { return await action(); } catch (error) { return `threw ${error instanceof Error ? error.constructor.name : error}`; } };

async function all(iterable) { const out = []; for await (const value of iterable) out.push(value); return out; }
async function leave(iterable, how) {
  label: for await (const value of iterable) {
    if (how === 'break') break;
    if (how === 'outer') for (;;) break label;
    if (how === 'return') return `returned ${value}`;
    if (how === 'throw') throw `thrown ${value}`;
    if (how === 'await throw') await Promise.reject(`rejected ${value}`);
    if (how === 'continue') continue label;
    log.push(`body ${value}`);
  }
  return 'after';
}

const main = async () => {
  show('all', await all(asyncList([1, 2])), await all([wait(1), 2, Promise.resolve(3)]), await all(syncList(['s'])), await all('ab'), await all(new Map([[1, 2]])), await all([]));
  show('log', log.splice(0));
  for (const how of ['break', 'outer', 'return', 'throw', 'await throw', 'continue', 'nothing']) {
    show(how, await attempt(() => leave(asyncList([1, 2]), how)), log.splice(0));
    show(`${how} of sync`, await attempt(() => leave(syncList([1, 2]), how)), log.splice(0));
  }

  // Patterns, other targets, scopes.
  const target = {};
  const closures = [];
  for await (const { a, ...rest } of [{ a: 1, b: 2 }]) show('pattern', a, rest);
  for await (let [x, y = x] of [wait([1])]) { closures.push(() => [x++, y]); await x; }
  show('closures', closures[0](), closures[0]());
  for await (target.value of [wait('member')]);
  for await ([target.first] of [['array']]);
  for await (var hoisted of [1, 2]) await hoisted;
  show('targets', target, hoisted);
  for await (const outer of [1, 2]) for await (const inner of asyncList([outer])) show('nested', outer, inner);
  if (hoisted) for await (const x of ['in if']) show(x);
  else for await (const x of ['in else']) show(x);
  const nothing = async () => { for await (const x of []) return x; };
  show('nothing', await nothing());
  async function* generator() { for await (const x of asyncList([1, 2])) { yield x; } }
  for await (const x of generator()) { show('generator', x); break; }
  show('log', log.splice(0));
  const method = { async m() { for await (const x of this.list) return x; }, list: [wait('this')] };
  show('method', await method.m());
  await (async () => { for await (const x of [1]) { show('arrow', x, await wait(2)); } })();
  const shadow = async (_iterator, _step) => { for await (const x of [_iterator]) return [x, _step]; };
  show('names', await shadow('i', 's'));

  // What goes wrong.
  const broken = asyncList([], { next: () => Promise.reject('next') });
  show('next rejects', await attempt(() => all(broken)), log.splice(0));
  show('next throws', await attempt(() => all(asyncList([], { next() { throw 'now'; } }))), log.splice(0));
  show('return rejects', await attempt(() => leave(asyncList([1], { return: () => Promise.reject('in return') }), 'break')));
  show('return rejects after a throw', await attempt(() => leave(asyncList([1], { return: () => Promise.reject('in return') }), 'throw')));
  show('no return', await attempt(() => leave(asyncList([1], { return: undefined }), 'break')), await attempt(() => leave(syncList([1], { return: undefined }), 'break')));
  show('not iterable', await attempt(() => all({})), await attempt(() => all(null)), await attempt(() => all(undefined)), await attempt(() => all(5)));
  show('no iterator', await attempt(() => all({ [Symbol.asyncIterator]: () => 1 })), await attempt(() => all({ [Symbol.iterator]: () => 1 })), await attempt(() => all({ [Symbol.asyncIterator]: 1 })));
  show('null method', await all({ [Symbol.asyncIterator]: null, [Symbol.iterator]: [][Symbol.iterator].bind(['sync']) }));
  show('sync rejection', await attempt(() => all([1, Promise.reject('in list'), 3])));
  show('sync results', await attempt(() => all(syncList([], { next: () => 1 }))), await attempt(() => all(syncList([], { next() { throw 'sync next'; } }))));
  log.splice(0);
  const self = { [Symbol.asyncIterator]() { log.push(this === self); return this; }, next() { log.push(this === self); return { done: true }; } };
  await all(self);
  show('this', log.splice(0));

  // Turns of the microtask queue.
  const turns = [];
  let chain = Promise.resolve();
  for (let i = 0; i < 10; i++) chain = chain.then(() => turns.push(i));
  const consume = async (name, list) => { for await (const x of list) turns.push(`${name}${x}`); turns.push(`${name} done`); };
  await Promise.all([consume('sync', [1, 2]), consume('async', asyncList([1, 2])), chain]);
  show('turns', turns.join(' '));
};
main().catch(console.log);
export {};
