import data from './data.cjs';
console.log(data.value);
