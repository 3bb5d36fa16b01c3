console.log('requirer runs');
exports.viaRequire = require('./once.js');
require('./shared.cjs');
