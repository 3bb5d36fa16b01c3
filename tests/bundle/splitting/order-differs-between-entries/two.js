import './second.js';
import './first.js';
import { seen } from './last.js';
console.log('two', seen);
