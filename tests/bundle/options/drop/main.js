import { other } from './other.js';
console.log('dropped', (globalThis.touched = true));
const print = (text) => process.stdout.write(`${text}\n`);
debugger;
DEV: print('dev');
TEST: {
  print('test');
}
KEPT: for (const x of [1, 2]) {
  for (;;) {
    if (x === 1) continue KEPT;
    break KEPT;
  }
}
const value = console.warn('x') || 'nothing';
const local = (console) => console.log('own');
print(`${value} ${globalThis.touched} ${other} ${local({ log: (it) => it })}`);
