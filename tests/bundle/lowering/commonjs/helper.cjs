exports.first = 1;
exports.second = { ...{ nested: true } };
exports.later = async () => `${this === module.exports} ${await 'awaited'}`;
