import { lib } from './lib.js';
console.log(lib, (await import('./lazy.js')).lazy);
