import './first.js';
import './only-one.js';
import './second.js';
import { seen } from './last.js';
console.log('one', seen);
