import { isEven } from './even.js';
import { isOdd } from './odd.js';
console.log(isEven(10), isOdd(10), isEven(7), isOdd(7));
