export const abc = ['abc'];
