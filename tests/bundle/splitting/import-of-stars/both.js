export * from './common.cjs';
export * from 'outside';
export const own = 'own of both';
