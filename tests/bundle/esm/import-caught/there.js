export const name = 'there';
