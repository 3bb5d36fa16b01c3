import { own } from './own-a.js';
import './common.js';
console.log('a', own);
