import { shared } from './shared.js';
console.log('one', shared);
import('./lazy.js');
