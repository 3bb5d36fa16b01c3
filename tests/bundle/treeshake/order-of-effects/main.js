import { unusedA } from './a.js';
import { b } from './b.js';
import { unusedC } from './c.js';
import './d.js';
console.log('main', b);
