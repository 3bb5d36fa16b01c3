exports.outside = 'outside';
