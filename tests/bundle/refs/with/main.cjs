const scope = { inner: 'of the object', length: 3 };
const outer = 'of the module';
let written = 0;
with (scope) {
  console.log(inner, length, outer);
  const nested = (value) => inner + value;
  console.log(nested(1));
  inner = 'changed';
  written = 1;
}
console.log(scope.inner, written);
