export * from './left.js';
export * from './right.js';
export const explicit = 'explicit from all';
