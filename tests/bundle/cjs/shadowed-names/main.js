const local = require('./local.js');
console.log(local.viaParameter((x) => `fake ${x}`), local.own(), local.real());
