import { Below } from './below.js';
// Large enough, and its import stays in another chunk, which must not make it wait for one that waits for it.
export class Large extends Below {}
console.log('large');
