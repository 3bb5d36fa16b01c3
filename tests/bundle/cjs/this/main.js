const m = require('./this.js');
console.log(m.viaThis, m.same, m.arrow(), (0, m.loose)() === undefined || (0, m.loose)() === globalThis);
console.log(m.method(), m.nested);
