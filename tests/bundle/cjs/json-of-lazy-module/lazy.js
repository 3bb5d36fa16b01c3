import data from './data.json';
import './later.js';
console.log('lazy', data.name);
export const name = data.name;
