const { counter } = require('kept');
exports.add = () => counter.count++;
exports.only = require('modern').only;
