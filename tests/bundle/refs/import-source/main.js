import source wasm from './a.js';
import defer * as later from './a.js';
import source unused from './a.js';
console.log(wasm, later, () => import.source('./a.js'));
import.defer(`./${later}.js`);
