import { ready } from './ready.js';
console.log('two', ready);
