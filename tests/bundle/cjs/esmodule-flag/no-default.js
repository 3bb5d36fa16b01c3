Object.defineProperty(exports, '__esModule', { value: true });
exports.other = 1;
