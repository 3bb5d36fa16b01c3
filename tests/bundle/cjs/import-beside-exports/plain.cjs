exports.twice = function (value) {
  return this === undefined || this === globalThis || this === exports ? value * 2 : 'a wrong this';
};
