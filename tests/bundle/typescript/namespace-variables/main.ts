namespace Counter {
  export let n = 0;
  export let unset: number;
  export var callback = () => n;
  export function increment() {
    n++;
    n += 1;
    [n] = [n + 1];
    ({ a: n } = { a: n + 1 });
    return { n };
  }
  export const { a, ...rest } = { a: 1, b: 2 };
  export namespace Inner {
    export const twice = () => n * 2;
  }
  for (n of [n]);
  { const n = 'shadow'; console.log(n, ((n: string) => n)('parameter')); }
}
console.log(Counter.increment().n, Counter.n, 'unset' in Counter, Counter.rest);
Counter.n = 50;
console.log(Counter.callback(), Counter.Inner.twice(), Counter.increment(), Counter.n);

// What one block exports is in scope in the others, before what is outside.
const hidden = 'outer hidden';
const base = 'outer base';
namespace Merged {
  export const base = 1;
  export class Thing { v = base; }
  export enum Kind { A = 'kind a' }
  const hidden = 'inner hidden';
  export const getHidden = () => hidden;
}
namespace Merged {
  export const sum = base + 1;
  export const thing = () => new Thing().v + Kind.A;
  export const outer = hidden;
  export const shadow = (base: string) => base;
}
console.log(Merged.sum, Merged.thing(), Merged.outer, Merged.getHidden(), Merged.shadow('own'), base);

namespace Only { export let nothing: string; }
console.log(typeof Only, Object.keys(Only).length);

export namespace Deep.Er { export let v = 1; export const up = () => ++v; }
Deep.Er.up();
console.log(Deep.Er.v);
