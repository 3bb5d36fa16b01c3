import 'first';
console.log('dep');
