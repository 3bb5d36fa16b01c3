let n = 0;
console.log('lib runs');
exports.next = () => ++n;
exports.Class = class {
  x = require('./leaf.cjs');
};
