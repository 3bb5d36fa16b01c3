'use strict';
exports.value = function () { return 'MARK_common' + (function named() { return 'MARK_common_inner' })() };
console.log('MARK_common_effect');
