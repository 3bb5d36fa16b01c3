exports.word = 'script';
