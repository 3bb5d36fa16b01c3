import x from './data.unknown';
console.log(x);
