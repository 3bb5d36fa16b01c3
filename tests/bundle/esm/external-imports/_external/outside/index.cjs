Object.defineProperty(exports, '__esModule', { value: true });
exports.default = 'outside default';
exports.named = 'named';
exports.count = 0;
exports.bump = () => exports.count++;
