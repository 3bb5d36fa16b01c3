let helper;
try {
  helper = require('./missing-helper');
} catch {
  helper = 'fallback';
}
exports.value = helper;
