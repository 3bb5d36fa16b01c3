export const outside = { log: [] };
