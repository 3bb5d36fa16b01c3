export * from './common.cjs';
export const own = 'own';
