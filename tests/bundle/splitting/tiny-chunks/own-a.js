import { ab } from './ab.js';
import { abc } from './abc.js';
export const own = ab + abc;
