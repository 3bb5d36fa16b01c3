import './style.css';
import outside from 'outside';
import { used } from './lib.js';
import('./lazy.js');
console.log(used, outside);
export const exported = 1;
