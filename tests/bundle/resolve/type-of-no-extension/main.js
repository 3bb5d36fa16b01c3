const start = require('tool/start');
console.log(start());
