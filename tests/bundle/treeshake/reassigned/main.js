import { read } from './state.js';
console.log(read());
