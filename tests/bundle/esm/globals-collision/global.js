export const usesGlobals = () =>
  [Array.isArray([]), parseInt('12px'), typeof setTimeout(() => {}, 0), new Map([[1, 2]]).get(1), typeof globalThis, typeof undefinedName].join();
