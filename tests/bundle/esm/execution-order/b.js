import './c.js';
import './d.js';
import './shared.js';
console.log('b');
