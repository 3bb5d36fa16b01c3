import './a.js';
import { b } from './b.cjs';
import './c.js';
console.log('main', b);
