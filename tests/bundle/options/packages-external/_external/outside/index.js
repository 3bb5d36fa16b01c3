export const name = 'outside';
