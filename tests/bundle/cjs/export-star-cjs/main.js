import { a, own, b } from './index.js';
import * as ns from './index.js';
console.log(a, own, b, ns.a, ns.own, 'a' in ns, 'default' in ns, Object.keys(ns).sort().join());
