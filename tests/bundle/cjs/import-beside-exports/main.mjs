import mixed from './mixed.js';
console.log(mixed.list, mixed.call(), mixed.whole, mixed.self, mixed.deep, mixed.esm);
