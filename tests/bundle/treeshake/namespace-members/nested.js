export const used = 'nested used';
export const unused = 'GONE nested';
