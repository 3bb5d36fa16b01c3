module.exports = 'production lib';
