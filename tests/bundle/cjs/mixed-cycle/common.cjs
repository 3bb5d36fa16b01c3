exports.read = () => require('./esm.mjs').value;
console.log('common ran');
