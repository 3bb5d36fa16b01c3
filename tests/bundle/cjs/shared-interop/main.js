import './first.js';
import count, { value } from './counter.cjs';
import { again } from './again.js';
import './effect.cjs';
console.log(count.loads, value, again(), globalThis.effects);
