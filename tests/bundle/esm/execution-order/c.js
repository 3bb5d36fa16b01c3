import './d.js';
console.log('c');
