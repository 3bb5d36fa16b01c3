import { value } from './later.js';
console.log(value);
