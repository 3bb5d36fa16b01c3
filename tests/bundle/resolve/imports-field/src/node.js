export const env = 'node';
