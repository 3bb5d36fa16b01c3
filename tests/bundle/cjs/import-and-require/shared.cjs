globalThis.sharedRan = (globalThis.sharedRan ?? 0) + 1;
