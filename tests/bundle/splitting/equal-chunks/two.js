import { state as b } from './b.js';
import { state as c } from './c.js';
export const pair = [b, c];
