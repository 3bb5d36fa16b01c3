import './empty.js';
import nothing from './empty.cjs';
import './only-types.ts';
export {};
console.log(typeof nothing);
