exports.name = 'lib';
exports.Inner = 'inner';
