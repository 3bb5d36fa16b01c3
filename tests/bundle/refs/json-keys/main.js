import whole, { 'a-b' as ab, class as cls, plain, '1' as one, key_1 } from './data.json';
import * as ns from './data.json';
console.log(ab, cls, plain, one, key_1, whole.default, ns.default === whole, Object.keys(ns).join());
console.log(Object.keys(whole).join(), Object.hasOwn(whole, '__proto__'), whole['a-b'] === ns['a-b']);
