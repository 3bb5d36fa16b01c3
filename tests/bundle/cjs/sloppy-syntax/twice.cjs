module.exports = function (a, a) {
  var yield = 3, static = 4;
  for (var key = 'none' in {});
  label: function f() {}
  if (a) function g() {}
  return [a, yield, static, key, typeof f, typeof g, delete yield];
};
