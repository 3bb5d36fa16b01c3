globalThis.asked = typeof typeof require;
globalThis.strict = (() => typeof this)();
