export const abc = 'abc';
