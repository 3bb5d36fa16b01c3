import { read } from './b.js';
export const VALUE = 1;
export var early = 2;
export const first = read();
