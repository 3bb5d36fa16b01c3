exports.f = function () {
  var yield = 1;
  return yield;
};
