import { register } from './registry.js';
import { common } from './common.js';
import { name as right } from './right.js';
register('left');
export const name = 'left';
export const peek = () => common + right;
