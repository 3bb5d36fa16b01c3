export * from './middle.js';
