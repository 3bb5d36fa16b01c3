module.exports = { default: 'a property called default' };
