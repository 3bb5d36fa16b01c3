import { Counter, reset } from './counter.js';
const first = new Counter();
console.log(Counter.total, first.type === Counter);
reset();
console.log(Counter, first.type.total);
