globalThis.classic = true;
