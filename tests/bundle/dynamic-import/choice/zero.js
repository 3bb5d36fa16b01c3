export const name = 'zero';
