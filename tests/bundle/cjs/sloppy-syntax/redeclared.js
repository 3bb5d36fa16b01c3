console.log(twice(), typeof thrice);
function twice() {
  return 'first';
}
function twice() {
  return 'second';
}
var thrice = 'variable';
function thrice() {}
console.log(thrice);
