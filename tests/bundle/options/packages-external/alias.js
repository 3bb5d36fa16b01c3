export const aliased = 'aliased';
