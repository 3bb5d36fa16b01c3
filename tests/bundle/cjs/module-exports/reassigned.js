exports.lost = 'lost';
module.exports = { kept: 'kept' };
exports.alsoLost = 1;
