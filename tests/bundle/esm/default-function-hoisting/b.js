import fromA from './a.js';
export const seen = typeof fromA;
