export { a, b as renamed } from './common.cjs';
export { b } from './common.cjs';
export * as all from './common.cjs';
export { default as def } from './common.cjs';
