export const ab = ['ab'];
