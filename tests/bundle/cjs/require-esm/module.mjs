import { dependency } from './dependency.mjs';
console.log('module runs', dependency);
export let count = 0;
export const increment = () => count++;
export const named = 'named';
export default 'default';
