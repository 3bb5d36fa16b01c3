const outside = require('outside');
const { join } = require('path');
const fs = require('node:fs');
exports.viaRequire = [outside.value, join('a', 'b'), typeof fs.readFileSync];
