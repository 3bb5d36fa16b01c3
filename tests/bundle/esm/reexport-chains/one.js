export { default, a, b as renamed } from './two.js';
export * from './two.js';
export { inner as viaImport } from './three.js';
export { default as fromDefault } from './three.js';
