import outside from 'outside';
console.log(outside.value);
