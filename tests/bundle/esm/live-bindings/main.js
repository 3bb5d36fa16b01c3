import { count, increment, total as sum, swap, left, right, items, collect, replaced, replace } from './state.js';
import * as state from './state.js';

console.log(count, sum, left, right);
increment();
increment();
console.log(count, sum, state.count, state.total);
swap();
console.log(left, right, state.left, state.right);
collect([7, 8, 9]);
console.log(items, state.items);
console.log(replaced());
replace();
console.log(replaced(), state.replaced());
