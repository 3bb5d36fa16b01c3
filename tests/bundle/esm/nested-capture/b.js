export const value = 'b';
const helper = 'own';
console.log(helper);
