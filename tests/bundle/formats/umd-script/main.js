// Of its own it exports nothing, so that there is nothing to name.
const { word } = require('./word.cjs');
console.log(word);
