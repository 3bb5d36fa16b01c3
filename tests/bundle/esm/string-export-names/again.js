export { 'a-b', 'two words' } from './names.js';
export { 'a-b' as 'c-d' } from './names.js';
