import { name } from './lazy.js';
console.log('main', name);
export const load = () => require('./lazy.js');
