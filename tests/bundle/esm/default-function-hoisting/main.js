import run from './a.js';
console.log(run());
