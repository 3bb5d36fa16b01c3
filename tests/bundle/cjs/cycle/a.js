exports.done = false;
const b = require('./b.js');
exports.seen = `a sees b.done = ${b.done}`;
exports.done = true;
