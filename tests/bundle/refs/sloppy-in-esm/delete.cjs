var gone = 1;
exports.gone = delete gone;
