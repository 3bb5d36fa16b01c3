import value from './module.mjs';
export { value as 'module.exports', value };
