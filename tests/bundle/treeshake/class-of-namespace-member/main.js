import { used } from './shapes.js';
console.log(used.name);
