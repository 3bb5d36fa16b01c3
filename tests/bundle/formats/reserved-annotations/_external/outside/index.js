exports.far = 3;
