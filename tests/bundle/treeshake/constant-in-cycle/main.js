import { VALUE, first } from './a.js';
import { seen } from './b.js';
console.log(VALUE, first, seen);
