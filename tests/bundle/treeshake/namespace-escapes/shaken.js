export const used = 'used';
export const unused = 'GONE unused';
