import { own } from './own-d.js';
import './common.js';
console.log('d', own);
