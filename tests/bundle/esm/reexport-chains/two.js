import { a, Deep } from './three.js';
export { a, Deep };
export { c as b } from './three.js';
export const star = 'star';
const value = 'two default';
export default value;
