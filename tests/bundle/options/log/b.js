import './c.js';
export const b = 2;
module.exports = b;
