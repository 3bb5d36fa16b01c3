export const own = 'GONE';
