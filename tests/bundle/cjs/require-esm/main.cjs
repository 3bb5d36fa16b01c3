const ns = require('./module.mjs');
const again = require('./module.mjs');
console.log(typeof ns, ns === again, ns.default, ns.named, ns.__esModule, Object.keys(ns).filter((key) => key !== '__esModule').join());
ns.increment();
console.log(ns.count, again.count);
const { named, default: def } = require('./module.mjs');
console.log(named, def, require('./module.mjs').named);
console.log('count' in ns, ns.missing);
