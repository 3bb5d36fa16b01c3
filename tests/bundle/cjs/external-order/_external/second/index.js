console.log('second');
exports.second = 'second';
