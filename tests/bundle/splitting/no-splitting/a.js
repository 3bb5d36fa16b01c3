import './b.js';
console.log('a runs');
export default 'a default';
export const value = 'a value';
