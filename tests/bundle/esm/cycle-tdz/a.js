import { look } from './b.js';
export const constant = JSON.parse('1');
export var variable = 2;
export class Class {}
console.log(look());
