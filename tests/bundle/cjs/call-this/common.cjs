'use strict';
const name = (self) => (self === undefined ? 'nothing' : self === module.exports ? 'exports' : 'something else');
exports.method = function () {
  return name(this);
};
exports.tag = function () {
  return name(this);
};
exports.Ctor = function () {
  this.ok = 'constructed';
};
exports.plain = () => 'plain';
