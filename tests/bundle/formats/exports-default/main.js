export { value as default } from './value.js';
