exports.there = 'there';
exports.own = 'hidden';
