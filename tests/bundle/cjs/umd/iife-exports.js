;(function () {
  var root = typeof self == 'object' && self.self === self && self || typeof global == 'object' && global || this || {};
  var x = function () {};
  if (typeof exports != 'undefined' && !exports.nodeType) {
    if (typeof module != 'undefined' && !module.nodeType && module.exports) exports = module.exports = x;
    exports.x = 'iife';
  } else {
    root.x = x;
  }
}());
