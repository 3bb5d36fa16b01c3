import { clash } from './all.js';
console.log(clash);
