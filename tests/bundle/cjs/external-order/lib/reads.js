import { third } from 'third';
import { second } from 'second';
import './inner.cjs';
import './last.js';
console.log('reads', second);
export { third };
