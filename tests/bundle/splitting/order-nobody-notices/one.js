import './own.js';
import { shared } from './shared.js';
console.log('one', shared('x'));
