export const sub = 'sub of self';
