export const out = 'out'; export const own = 'hidden';
