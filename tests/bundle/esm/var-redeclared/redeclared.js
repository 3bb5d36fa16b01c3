export { x, f, y };
var x = 1;
var x = x + 1;
var f = () => 'first';
if (x === 2) {
  var y = 'from a block';
  var f = () => 'second';
}
for (var i = 0; i < 3; i++) var y = y + i;
