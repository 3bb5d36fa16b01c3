import { name } from './named.js';
import both from './both.cjs';
const exports = { name };
if (typeof module !== 'undefined') module.exports = exports;
console.log(exports.name, both.name);
