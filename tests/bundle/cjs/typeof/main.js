const out = [typeof require, typeof module, typeof exports, typeof module.exports];
out.push(typeof require === 'function' && typeof define === 'undefined');
out.push(module.exports === exports, typeof module.id, !!(module && module.children));
console.log(out.slice(0, 6).join());
if (require.main === module || true) console.log('harmless');
const r = require;
console.log(typeof r);
