export const exact = 'exact';
