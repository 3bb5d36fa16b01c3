console.log('a');
export const unusedA = 'GONE a';
