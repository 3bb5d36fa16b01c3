const path = require('path');
console.log(path.basename(require.resolve('outside')), typeof require.resolve);
