import './c.js';
module.exports = 1;
