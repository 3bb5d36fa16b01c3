import main, { a, renamed, star, viaImport, fromDefault, Deep } from './one.js';
import * as one from './one.js';
console.log(main, a, renamed, star, viaImport, fromDefault, new Deep().name);
console.log(Object.keys(one).join());
