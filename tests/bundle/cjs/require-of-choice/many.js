module.exports = 'many';
