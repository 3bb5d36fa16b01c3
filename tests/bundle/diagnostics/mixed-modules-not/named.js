export const name = 'name';
