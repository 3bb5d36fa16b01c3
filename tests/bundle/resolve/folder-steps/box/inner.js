module.exports = 'inner file';
