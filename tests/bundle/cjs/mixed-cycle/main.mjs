import { start } from './esm.mjs';
console.log(start());
