module.exports = { value: 'via require' };
