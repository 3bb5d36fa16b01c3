this.viaThis = 'via this';
exports.same = this === exports && this === module.exports;
exports.arrow = () => this.viaThis;
exports.loose = function () {
  return this;
};
exports.method = function () {
  return this.viaThis;
};
(function () {
  this.nested = 'nested';
}).call(this);
