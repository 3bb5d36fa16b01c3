console.log('fourth');
exports.fourth = 'fourth';
