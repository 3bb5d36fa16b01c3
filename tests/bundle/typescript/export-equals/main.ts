import whole from './lib.cts';
const required = require('./lib.cts');
console.log(whole.value, required.value, whole === required);
