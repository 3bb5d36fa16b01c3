export const onlyOneTwo = ['shared by two'][0];
console.log('one-two runs');
