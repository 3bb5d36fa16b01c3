export const real = 'real.js';
