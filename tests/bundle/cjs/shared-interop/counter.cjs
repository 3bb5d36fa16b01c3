exports.loads = (globalThis.loads = (globalThis.loads ?? 0) + 1);
exports.value = 41;
