exports.viaParameter = function (require) {
  return require('./does-not-exist.js');
};
exports.own = function () {
  const module = { exports: 'own module' }, exports = 1;
  return module.exports + exports;
};
exports.real = function () {
  return require('./real.js');
};
