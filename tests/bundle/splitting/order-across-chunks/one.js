import './first.js';
import './second.js';
import './only-one.js';
console.log('one');
