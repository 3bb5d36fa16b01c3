export const used = 'text used';
