export * from './other.js';
export const one = 1;
