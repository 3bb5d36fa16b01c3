console.log('main');
exports.get = () => require('./module.mjs');
console.log('before');
const { value, Class, default: def } = exports.get();
console.log(value, new Class().x, def());
console.log(require('./uses.mjs').result);
