let value = 'initial';
export const read = () => value;
value += ' changed';
let never = 'never read';
never = 'GONE?';
function f() {
  return 'original';
}
f.property = 'property';
export const keep = f;
var counter = 0;
for (let i = 0; i < 3; i++) counter += i;
value += ` ${counter}`;
