import { value, helper } from './a.js';
import { value as other } from './b.js';
const name = 'one';
console.log(name, value, other, helper());
