import { a, c, rest, first, third, d, reassign, e, computed, made } from './values.js';
import * as ns from './values.js';
console.log(a, c, JSON.stringify(rest), first, third, d, e, computed, made());
reassign();
console.log(a, c, JSON.stringify(rest), first, third, d, e, ns.a, ns.d);
