import { unused } from './inner.js';
console.log('b');
export const b = 'value of b';
