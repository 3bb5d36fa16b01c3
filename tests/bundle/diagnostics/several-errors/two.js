export const too = 2;
