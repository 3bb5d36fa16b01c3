import how from 'mapped';
console.log(how);
