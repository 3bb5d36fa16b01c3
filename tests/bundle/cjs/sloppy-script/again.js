var exports, module;
var exports = exports || {};
module.exports.answer = exports === module.exports ? 3 : 'lost';
