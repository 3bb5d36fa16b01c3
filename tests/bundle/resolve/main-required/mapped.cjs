exports.kind = require('mapped').kind;
