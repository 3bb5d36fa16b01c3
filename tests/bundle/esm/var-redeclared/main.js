import { x, f, y } from './redeclared.js';
console.log(x, f(), y);
