export const other = 'GONE other';
