import { used } from './lib.js';
console.log(used({ a: 1, b: 2 }).b);
