import { slow, order } from './slow.js';
import { fast } from './fast.js';
import './loop.js';
order.push('main');
console.log(slow, fast, order.join());
export const late = await new Promise((resolve) => setTimeout(() => resolve('late'), 1));
console.log(late);
