export const separator = '/';
