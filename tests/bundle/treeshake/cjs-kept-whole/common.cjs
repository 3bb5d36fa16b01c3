exports.used = 'used';
exports.unused = (() => {
  console.log('CommonJS runs whole');
})();
