// What only sloppy mode allows keeps working when the output is CommonJS.
var out = [];
leaked = 'leaked';
out.push(leaked, 010);
with ({ inside: 'with' }) out.push(inside);
var let_ = 1, yield_ = 2;
function f(a, a) { return a; }
out.push(f(1, 2), (function () { return typeof this; })());
out.push(delete out.nothing);
module.exports = out;
