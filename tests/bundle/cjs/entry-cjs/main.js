exports.named = 'named';
exports.fn = () => 'fn';
module.exports.__private = 1;
