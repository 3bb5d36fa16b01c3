globalThis.onceRan = (globalThis.onceRan ?? 0) + 1;
console.log('once runs');
export const once = { value: 1 };
