const early = require('./early.js');
console.log(early.reached, early.after, require('./arguments.js'));
