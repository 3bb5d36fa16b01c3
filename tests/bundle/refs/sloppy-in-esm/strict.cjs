'use strict';
exports.static = { yield: 1, let: 2 };
exports.static.yield++;
delete exports.static.let;
class C {
  static await() {}
}
