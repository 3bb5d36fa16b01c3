import { page } from './page.js';
console.log('other', page());
