export const bd = ['bd'];
