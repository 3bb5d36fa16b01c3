import { lib } from '../lib.js';
console.log('home', lib);
