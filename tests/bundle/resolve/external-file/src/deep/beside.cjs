exports.beside = 'beside';
