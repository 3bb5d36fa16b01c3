import './script.js';
console.log(globalThis.found());
