import { value } from './values.js';
import * as ns from './values.js';
value = 2;
value++;
function shadowed(value) {
  value = 3;
  return value;
}
console.log(shadowed(), ns);
