const path = require('node:path');
const other = require('./other.js');
module.exports = require.main === module ? 'main' : 'loaded';
console.log(module.exports, path.basename(module.filename), module.parent === null, other);
