import { ab } from './ab.js';
import { abc } from './abc.js';
import { bd } from './bd.js';
export const own = ab + abc + bd;
