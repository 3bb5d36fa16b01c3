import whole, { named, count, later } from './common.cjs';
import * as ns from './common.cjs';
import fn from './function.cjs';
import * as fnNs from './function.cjs';
import { property } from './function.cjs';
import { default as again } from './common.cjs';

console.log(whole.named, named, ns.named, ns.default === whole, again === whole);
console.log(fn(1), fnNs.default(2), property, fnNs.property);
console.log(count, whole.count);
whole.increment();
console.log(whole.count, ns.default.count);
console.log(named.toUpperCase(), whole.self() === whole, later);
