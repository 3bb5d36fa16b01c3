console.log(require('tool/run')(), require('./script'));
