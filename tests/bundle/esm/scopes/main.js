import { a, b, c } from './names.js';
// Closures, shadowing and hoisting that a renamer must keep apart.
const out = [];
for (let a = 0, n = 2; a < n; a++) out.push(() => a + b);
console.log(out.map((f) => f()).join());
function f(x = a, y = () => x + c) {
  var x = 'body';
  { let x = 'block'; out.push(x); }
  return x + y() + a;
}
console.log(f());
function g() {
  if (true) { function inner() { return 'inner' + b; } }
  return typeof inner + a;
}
console.log(g());
switch (1) {
  case 0:
  case 1: let s; s = 'switch';
  default: console.log(s, a);
}
const h = (...b) => { const a = b.length; return a + c; };
console.log(h(1, 2, 3));
console.log((function fact(n) { return n < 2 ? 1 : n * fact(n - 1); })(5), (({ a: b }) => b + a)({ a: 'x' }));
console.log([1, 2, 3].map((a) => ((b) => a * b)(a)).join(), ((a, { b = a, ...c }) => `${a}${b}${Object.keys(c)}`)('p', { q: 1 }));
var k = 1; { let k = 2; { let k = 3; out.push(k); } out.push(k); } out.push(k);
console.log(out.slice(2).join());
