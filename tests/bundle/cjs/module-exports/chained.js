exports = module.exports = { own: true };
exports.self = module.exports;
