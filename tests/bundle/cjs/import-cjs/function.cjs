module.exports = (n) => n * 2;
module.exports.property = 'property';
