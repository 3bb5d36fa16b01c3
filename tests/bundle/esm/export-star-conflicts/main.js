import * as all from './all.js';
import { explicit, onlyLeft, onlyRight, shared } from './all.js';
console.log(explicit, onlyLeft, onlyRight, shared);
console.log(Object.keys(all).join());
console.log('clash' in all, 'default' in all, all.clash);
