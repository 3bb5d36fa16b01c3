export const lib = [import.meta.main, typeof import.meta.dirname];
