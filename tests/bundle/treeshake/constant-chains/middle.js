export { ON as YES, OFF } from './source.js';
export { default as FOUR } from './source.js';
export * as inner from './source.js';
