module.exports = { name: require('./named.js').name };
