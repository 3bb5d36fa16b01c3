console.log(require('./later.mjs').value);
