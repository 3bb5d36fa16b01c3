exports.mode = 'development marker';
