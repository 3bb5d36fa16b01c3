console.log('first');
exports.first = 'first';
