console.log('main body');
later();
import './first.js';
console.log('between');
import { later } from './second.js';
export { third } from './third.js';
import './first.js';
