import { plain } from 'plain';
import { shared } from './src-shared.js';
import { picked } from './picked.js';
console.log('two', plain, shared, picked);
export const two = 2;
