import { ready } from './ready.js';
console.log('one', ready);
const { later } = await import('./later.js');
console.log(later);
