import d from './d.cjs';
console.log('c', d);
