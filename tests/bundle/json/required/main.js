const data = require('./data.json');
const again = require('./data.json');
data.added = 1;
console.log(again.added, data.version, require('./list.json').length, Array.isArray(require('./list.json')));
import('./data.json').then((ns) => console.log(ns.default.version));
