import { register, names } from './registry.js';
register('main');
const left = await import('./left.js');
const right = await import('./right.js');
console.log(names.join(), left.peek(), right.peek());
