import { order } from './slow.js';
for await (const n of [1, Promise.resolve(2)]) order.push(n);
