import { isEven } from './even.js';
// `even.js` has not run, and yet its function declaration can be called.
export const early = isEven(0);
export function isOdd(n) {
  return n === 0 ? false : isEven(n - 1);
}
console.log('odd sees', isEven(2 * 0));
