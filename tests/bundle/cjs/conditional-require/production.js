exports.mode = 'production';
