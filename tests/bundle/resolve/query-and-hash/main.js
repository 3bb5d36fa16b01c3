import a from './a.js?one';
import b from './file#hash.js';
import c from 'pkg/c.js';
console.log(a, b, c);
