module.exports = arguments.length > 0 ? typeof arguments[0] : 'none';
