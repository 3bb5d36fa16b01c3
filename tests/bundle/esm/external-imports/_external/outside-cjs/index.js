module.exports = { value: 'cjs value' };
