const a = require('./a.js');
console.log(a.done, a.seen, require('./b.js').seen);
