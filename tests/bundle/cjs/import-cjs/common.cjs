exports.named = 'named';
exports.count = 0;
exports.increment = () => exports.count++;
exports.self = function () {
  return this;
};
exports.later = typeof require;
