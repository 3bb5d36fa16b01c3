import { seen, nested, own } from './module.js';
console.log(seen, nested(), typeof own.call({}), nested.call({}), this, typeof this);
