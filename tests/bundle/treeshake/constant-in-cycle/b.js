import { early } from './a.js';
export const read = () => [typeof early, early];
const now = early;
export const seen = now === undefined ? 'undefined' : now;
