const f = require('./module.mjs');
console.log(typeof f, f('x'), typeof require('./both.mjs'));
