import { count, increment } from './counter.cjs';
import * as ns from './counter.cjs';
console.log(count, ns.count);
increment();
console.log(count, ns.count);
