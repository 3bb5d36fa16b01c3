import * as ns from './values.js';
import { minus, half, thousand, yes, none, empty, word, far } from './values.js';

const a = 3;
console.log(a - minus, a + minus, -minus, +minus, - -minus, a-minus, a<minus, 2 ** minus, (minus) ** 2);
console.log(thousand.toFixed(1), half.toFixed(2), ns.thousand.toString(), word.length, word[0], thousand?.toFixed());
console.log({ minus, half, yes, none, empty, word }, [minus, ...word]);
console.log(typeof none, typeof yes, !yes, void minus, yes ? half : minus, none ?? word);
console.log(`${minus}|${word}|${yes}`, String.raw`${half}`, (() => minus)(), (() => { return minus })());
console.log(word in { ab: 1 }, thousand in [], a in [1, 2, 3, 4], far);
for (const key of [minus, word]) console.log(key);
switch (-1) { case minus: console.log('case'); }
function f() { word; return yes }
console.log(f(), minus ? 1 : 2, yes && word, empty?.x);
class A { static [word] = half; static yes = yes; }
console.log(A.ab, A.yes);
for (const attempt of [() => yes(), () => new none(), () => word`x`, () => class extends minus {}, () => empty.x, () => none.x]) {
  try { attempt(); console.log('no error') } catch (error) { console.log(error.constructor.name) }
}
