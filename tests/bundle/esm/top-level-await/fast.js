import { order } from './slow.js';
order.push('fast');
export const fast = 'fast';
