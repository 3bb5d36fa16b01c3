import { shared } from './shared.js';
console.log('page', shared);
export default 'page default';
export const named = 'named';
export let count = 0;
export const bump = () => count++;
