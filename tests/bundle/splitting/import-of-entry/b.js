import { value as fromA } from './a.js';
console.log('b');
export const value = `value of b, ${fromA}`;
