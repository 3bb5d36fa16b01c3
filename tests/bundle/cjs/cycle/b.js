exports.done = false;
const a = require('./a.js');
exports.seen = `b sees a.done = ${a.done}`;
exports.done = true;
