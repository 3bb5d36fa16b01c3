import './one.js';
import { two } from './two.js';
import './three.ts';
import './missing.js';
console.log(two);
