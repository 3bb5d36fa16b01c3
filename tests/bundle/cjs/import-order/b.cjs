console.log('b');
exports.b = require('./d.cjs');
