import * as words from './words.js';
import { ɵsecret as shown } from './one.js';
console.log(words.名(), shown, words.größe.ñ);
console.log(Object.keys(words).sort().join());
