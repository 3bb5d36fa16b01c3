import { größe, \u0061bc, 𠮷, 数値 } from './names.js';
import * as names from './names.js';
const ñ = 1, $ = 2, _ = 3, ℮ = 4;
console.log(größe, abc, 𠮷, 数値(), ñ + $ + _ + ℮);
console.log(Object.keys(names).join());
console.log({ größe, 𠮷 }.größe, names.𠮷);
