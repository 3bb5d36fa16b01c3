import { lib } from './lib.js';
class A {
  field = lib?.a ?? 'default';
  static #count = 0;
  static bump = () => ++A.#count;
}
let x = null;
x ??= { ...lib, y: 2 ** 3 };
const { a, ...rest } = x;
console.log(new A().field, A.bump(), a, JSON.stringify(rest));
try {
  null.x;
} catch {
  console.log('caught');
}
(async () => {
  const out = [];
  for await (const n of (async function* () { yield 1; yield 2; })()) out.push(n);
  console.log(out.join());
})();
