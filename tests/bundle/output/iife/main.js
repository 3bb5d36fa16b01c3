import { helper } from './helper.js';
export const value = helper('value');
export let live = 0;
export const bump = () => live++;
export default 'default';
var leak = 'does not leak';
console.log(value, leak);
