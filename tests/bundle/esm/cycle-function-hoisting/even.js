import { isOdd, early } from './odd.js';
export function isEven(n) {
  return n === 0 ? true : isOdd(n - 1);
}
console.log('even sees', early);
