module.exports = 'none';
