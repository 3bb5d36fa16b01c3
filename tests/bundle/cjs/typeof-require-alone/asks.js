globalThis.asked = typeof typeof require;
