exports.value = function legacyValue(first, second) { return first + second; };
