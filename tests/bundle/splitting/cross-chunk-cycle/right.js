import { register } from './registry.js';
import { common } from './common.js';
import { name as left } from './left.js';
register('right');
export const name = 'right';
export const peek = () => common + left;
