exports.dir = __dirname;
const { __filename: file } = { __filename };
exports.file = file;
exports.shadow = ((__dirname) => __dirname)('shadowed');
exports.kind = typeof __dirname;
