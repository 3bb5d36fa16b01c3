import * as a from './a.js';
import { fromA, fromB } from './b.js';
console.log(Object.keys(a).join(), fromA, fromB);
