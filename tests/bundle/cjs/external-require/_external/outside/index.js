module.exports = { value: 'outside' };
