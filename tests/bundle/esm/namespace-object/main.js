import * as ns from './values.js';
import * as empty from './empty.js';

console.log(Object.keys(ns).join(), Object.getOwnPropertyNames(ns).join());
console.log('zebra' in ns, 'missing' in ns, ns.missing);
console.log(typeof ns, Reflect.has(ns, 'apple'), Object.hasOwn(ns, 'default'));
for (const key in ns) console.log(key, typeof ns[key]);
ns.bump();
console.log(ns.mango, ns['mango'], { ...ns }.mango, Object.entries(ns).length);
const { apple, ...rest } = ns;
console.log(apple, Object.keys(rest).length);
console.log(Object.keys(empty).length, JSON.stringify(ns));
