module.exports = require.main === module;
