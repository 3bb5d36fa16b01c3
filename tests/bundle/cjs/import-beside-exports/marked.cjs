exports.__esModule = true;
exports.default = 'default of a marked module';
