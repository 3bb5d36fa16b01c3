export const env = 'browser';
