import lib from './index.js';
console.log(lib.mode);
