import { ready } from './ready.js';
export const later = await Promise.resolve(`later ${ready}`);
