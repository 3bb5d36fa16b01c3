(function (root, factory) {
  if (typeof define === 'function' && define.amd) define(['exports'], factory);
  else if (typeof exports !== 'undefined') factory(exports);
  else factory((root.lib = {}));
})(this, function (exports) {
  exports.helper = () => 'helper';
});
