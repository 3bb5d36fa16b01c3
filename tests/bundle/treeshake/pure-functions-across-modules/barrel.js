export * from './make.js';
export { default as empty } from './make.js';
