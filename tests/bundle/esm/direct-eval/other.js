export const local = 'other';
