console.log('a');
exports.never = false;
