const empty = require('./empty.js');
module.exports = [typeof empty, Object.keys(empty).length, empty.__esModule].join();
