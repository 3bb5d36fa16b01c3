exports.mode = 'own';
exports.x = module.x;
if (exports.mode !== 'own') throw new Error('replaced');
