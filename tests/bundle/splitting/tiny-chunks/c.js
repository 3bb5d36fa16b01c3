import { own } from './own-c.js';
import './common.js';
console.log('c', own);
