export const ab = 'ab';
