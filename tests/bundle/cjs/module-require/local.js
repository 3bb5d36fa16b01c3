exports.here = 'bundled';
