import { state as a } from './a.js';
import { state as b } from './b.js';
export const pair = [a, b];
