console.log('both runs');
export const value = { x: 1 };
export const unusedStatically = 2;
export default 'default';
