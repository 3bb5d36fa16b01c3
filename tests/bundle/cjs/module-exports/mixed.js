exports.a = 'a';
module.exports.b = 'b';
exports['c-d'] = 'c';
Object.defineProperty(exports, 'e', { enumerable: true, get: () => 'e' });
Object.assign(exports, { f: 'f' });
