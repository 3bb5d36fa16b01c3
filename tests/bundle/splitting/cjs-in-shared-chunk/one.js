import lib from './lib.cjs';
import { helper } from './helper.js';
console.log('one', lib.next(), helper());
