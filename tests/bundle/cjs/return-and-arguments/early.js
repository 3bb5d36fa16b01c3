exports.reached = true;
if (exports.reached) return;
exports.after = true;
