module.exports = function (n) {
  return n + 1;
};
module.exports.property = 'on a function';
