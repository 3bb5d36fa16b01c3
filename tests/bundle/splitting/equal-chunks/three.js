import { state as c } from './c.js';
import { state as a } from './a.js';
export const pair = [c, a];
