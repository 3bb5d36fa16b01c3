import './shared.js';
import './c.js';
console.log('a');
