import { own } from './own-b.js';
import './common.js';
console.log('b', own);
