// A folder and a file beside it that is called like it: a step up means the folder.
console.log(require('./box/inner/leaf.js').join(', '));
