import { next, Class } from './lib.cjs';
import { helper } from './helper.js';
console.log('two', next(), helper(), new Class().x);
