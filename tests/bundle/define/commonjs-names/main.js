import plain from './plain.cjs';

// In an ES module these are globals like any other.
console.log(module.x, exports.mode);
console.log(plain.mode, plain.x);
