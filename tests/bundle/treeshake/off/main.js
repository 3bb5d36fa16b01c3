import { used } from './lib.js';
console.log(used);
