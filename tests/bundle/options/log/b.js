import './c.js';
module.exports = 2;
