console.log('d');
module.exports = 'd';
