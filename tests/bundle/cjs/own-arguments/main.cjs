// Functions and variables that are called `arguments`.
function arguments() {
  return arguments.length;
}
console.log(arguments(1, 2));
console.log((function arguments() { return arguments.length; })(1, 2, 3));

function declared() {
  var arguments;
  return typeof arguments;
}
function assigned() {
  var arguments = 4;
  return arguments;
}
function parameter(arguments) {
  return arguments;
}
function inner() {
  function arguments() {}
  return typeof arguments;
}
function arrow(value) {
  return (() => arguments[0] + value)();
}
console.log(declared(1), assigned(1), parameter(5), inner(), arrow(2));
try {
  throw 6;
} catch (arguments) {
  console.log(arguments);
}
