import { used } from './lib.js';
console.log(used());
const unusedLocal = () => 'GONE local';
function unusedFunction() {
  return 'GONE function';
}
class UnusedClass {
  method() {
    return 'GONE class';
  }
}
let unusedLet = 'GONE let', unusedObject = { a: 'GONE object', b: [1, 'GONE list'] };
