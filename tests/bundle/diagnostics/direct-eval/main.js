import pkg from 'pkg';
const secret = 41;
console.log(eval('secret + 1'), pkg('1 + 1'));
