export const a = 'aliased folder';
