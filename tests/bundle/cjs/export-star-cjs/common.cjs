exports.a = 'a';
exports.own = 'hidden by the explicit export';
