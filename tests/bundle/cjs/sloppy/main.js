console.log(require('./sloppy.js').join());
