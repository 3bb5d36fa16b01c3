export const useState = 1;
