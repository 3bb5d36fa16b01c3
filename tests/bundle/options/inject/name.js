export const name = 'shim';
