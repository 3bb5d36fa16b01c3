const log: string[] = [];
const show = (name: string, ...values: unknown[]) => console.log(name, JSON.stringify(values), log.splice(0).join());
const resource = (name: string, error?: unknown) => ({
  name,
  [Symbol.dispose]() {
    log.push(`-${this.name}`);
    if (error !== undefined) throw error;
  },
});
const asyncResource = (name: string, error?: unknown) => ({
  name,
  async [Symbol.asyncDispose]() {
    log.push(`-${this.name}`);
    await null;
    log.push(`=${this.name}`);
    if (error !== undefined) throw error;
  },
});
const describe = (error: any): unknown =>
  error && error.name === 'SuppressedError' ? { error: describe(error.error), suppressed: describe(error.suppressed) } : error instanceof Error ? error.constructor.name : error;
const attempt = (action: () => unknown) => {
  try {
    return action();
  } catch (error) {
    return { threw: describe(error) ?? 'undefined' };
  }
};
const attemptAsync = async (action: () => unknown) => {
  try {
    return await action();
  } catch (error) {
    return { threw: describe(error) };
  }
};

function order() {
  using a = resource('a'), b = resource('b');
  log.push('body');
  using c = resource('c');
  return [a.name, b.name, c.name];
}
function early(flag: boolean) {
  using a = resource('a');
  if (flag) return 'early';
  using b = resource('b');
  return 'late';
}
function nothing() {
  using a = null, b = undefined;
  return [a, b];
}
show('order', order());
show('early', early(true), early(false));
show('nothing', nothing());

// Errors of the body and of disposals.
show('body', attempt(() => { using a = resource('a'); throw 'body'; }));
show('undefined', attempt(() => { using a = resource('a'); throw undefined; }));
show('disposal', attempt(() => { using a = resource('a'), b = resource('b', 'of b'); return 'lost'; }));
show('both', attempt(() => { using a = resource('a', 'of a'), b = resource('b', 'of b'); throw 'body'; }));
show('undefined and another', attempt(() => { using a = resource('a', 'of a'); throw undefined; }));
show('initialiser', attempt(() => { using a = resource('a'), b = (() => { throw 'init'; })(); }));
const suppressed: any = (() => { try { using a = resource('a', 1); throw 2; } catch (error) { return error; } })();
show('suppressed', suppressed instanceof Error, suppressed.error, suppressed.suppressed, Object.keys(suppressed), typeof suppressed.stack);

// What is no resource.
show('wrong', attempt(() => { using a = {} as any; }), attempt(() => { using a = 5 as any; }), attempt(() => { using a = { [Symbol.dispose]: 1 } as any; }), attempt(() => { using a = 'text' as any; }), attempt(() => { using a = false as any; }));
show('wrong later', attempt(() => { using a = resource('a'), b = {} as any; }));
show('function', attempt(() => { using f = Object.assign(() => {}, { [Symbol.dispose]() { log.push('-f'); } }); return typeof f; }));
let reads = 0;
show('read once', attempt(() => { using a = { get [Symbol.dispose]() { reads++; return function (this: unknown, ...args: unknown[]) { log.push(`${typeof this} ${args.length}`); }; } }; return reads; }), reads);
show('replaced', attempt(() => { using a = resource('a'); a[Symbol.dispose] = () => { log.push('not this one'); }; }));
show('only asynchronous', attempt(() => { using a = asyncResource('a') as any; }));

// Blocks, loops, switch, static blocks, other scopes.
{
  using block = resource('block');
  { using inner = resource('inner'); }
  log.push('between');
}
show('block');
outer: for (let i = 0; i < 3; i++) {
  using each = resource(`each${i}`);
  if (i === 0) continue;
  if (i === 1) break outer;
}
show('loop');
for (using item of [resource('1'), null, resource('2')]) log.push(`item ${item && item.name}`);
show('for of');
switch (log.length) {
  case 0: {
    using inCase = resource('case');
    log.push('in case');
  }
  default:
    log.push('default');
}
show('switch');
class Static { static { using s = resource('static'); log.push('block'); } }
show('static', typeof Static);
const arrow = () => { using a = resource('arrow'); return (() => a.name)(); };
show('arrow', arrow());
function* generator() { using g = resource('generator'); yield 1; yield 2; }
for (const n of generator()) { log.push(`${n}`); break; }
show('generator', [...generator()]);
const closures: (() => string)[] = [];
for (using item of [resource('x'), resource('y')]) closures.push(() => item.name);
show('closures', closures.map((f) => f()));

// Asynchronous ones.
const main = async () => {
  show('await', await attemptAsync(async () => { await using a = asyncResource('a'), b = asyncResource('b'); log.push('body'); return 'value'; }));
  show('mixed', await attemptAsync(async () => { await using a = asyncResource('a'); using b = resource('b'); await using c = resource('c'), d = null; log.push('body'); }));
  show('errors', await attemptAsync(async () => { await using a = asyncResource('a', 'of a'); using b = resource('b', 'of b'); throw 'body'; }));
  show('both', await attemptAsync(async () => { await using a = { [Symbol.asyncDispose]: async () => { log.push('async'); }, [Symbol.dispose]() { log.push('not this'); } }; }));
  show('not awaited', await attemptAsync(async () => { await using a = { [Symbol.dispose]: () => Promise.reject('ignored').catch(() => {}) }; return 'fine'; }));
  show('sync throw', await attemptAsync(async () => { await using a = resource('a', 'of a'); }));
  show('throws at once', await attemptAsync(async () => { await using a = { [Symbol.asyncDispose]() { throw 'at once'; } }; }));
  show('wrong', await attemptAsync(async () => { await using a = {} as any; }), await attemptAsync(async () => { await using a = 1 as any; }));
  show('sync in async', await attemptAsync(async () => { using a = resource('a'); await null; log.push('after'); }));
  for (await using item of [asyncResource('1'), resource('2'), null]) log.push(`item ${item && item.name}`);
  show('for await using');
  async function* source() { try { yield asyncResource('s1'); yield asyncResource('s2'); } finally { log.push('source done'); } }
  for await (await using item of source()) { log.push(item.name); break; }
  show('for await of');
  async function* generated() { await using g = asyncResource('g'); yield 1; yield 2; }
  for await (const n of generated()) { log.push(`${n}`); break; }
  show('async generator');

  // Even if there is nothing to dispose of, the block is left a turn later.
  const turns: string[] = [];
  const empty = (async () => { { await using a = null; turns.push('in'); } turns.push('out'); })();
  turns.push('outside');
  await empty;
  show('turns', turns);
};
using top = resource('top');
export const exported = () => top.name;
export class Declared { static s = exported(); }
export function hoisted() { return typeof Declared; }
show('top', exported(), Declared.s, hoisted());
log.push('end');
setTimeout(async () => {
  show('exit');
  await main();
});
