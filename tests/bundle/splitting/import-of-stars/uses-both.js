export { own, there, out } from './both.js';
