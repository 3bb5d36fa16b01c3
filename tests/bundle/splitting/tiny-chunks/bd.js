export const bd = 'bd';
