export const unusedC = 'GONE c';
console.log('c');
