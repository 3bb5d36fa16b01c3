exports.a = 'a';
