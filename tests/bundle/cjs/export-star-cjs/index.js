export * from './common.cjs';
export * from './deeper.js';
export const own = 'own';
