export const mapped: string = 'mapped';
