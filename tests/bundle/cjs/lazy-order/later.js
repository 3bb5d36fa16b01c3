console.log('later');
exports.value = 'later value';
