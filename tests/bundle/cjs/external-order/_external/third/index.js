console.log('third');
exports.third = 'third';
