import source wasm from './a.js';
import defer * as later from './a.js';
console.log(wasm, later);
