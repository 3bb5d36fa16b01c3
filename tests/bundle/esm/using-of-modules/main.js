import './first.js';
console.log('main');
