import { math, text, default as whole } from './index.js';
import * as index from './index.js';
console.log(math.add(1, 2), text.upper('x'), whole.add(3, 4));
console.log(Object.keys(index).join(), Object.keys(index.math).join());
console.log(index.math === math, math === whole, 'default' in text);
