export const Promise = 'foo';
