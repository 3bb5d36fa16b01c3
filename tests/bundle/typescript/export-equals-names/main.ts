import value = require('./value');
import object = require('./object');
import loaded = require('./loaded');
console.log(value, object.read(), object.exports.length, loaded);
