import * as b from './b.js';
export const a = 'a';
console.log('main', Object.keys(b).join(), b.seen());
