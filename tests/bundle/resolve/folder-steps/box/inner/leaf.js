module.exports = [require('..'), require('../../box'), require('.'), require('./.'), require('../inner/..'), require('../inner')];
