exports.name = 'there';
