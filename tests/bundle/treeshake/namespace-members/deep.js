export const used = 'deep used';
export const unused = 'GONE deep';
