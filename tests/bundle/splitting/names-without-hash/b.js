import { shared } from './shared.js';
console.log('b', shared);
