export const real = 'GONE: real.js exists';
