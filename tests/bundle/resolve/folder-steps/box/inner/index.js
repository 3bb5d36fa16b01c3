module.exports = 'inner folder';
