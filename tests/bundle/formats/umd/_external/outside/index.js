let count = 0;
module.exports = { name: 'default', named: 'named', bump() { module.exports.count = ++count; }, count };
