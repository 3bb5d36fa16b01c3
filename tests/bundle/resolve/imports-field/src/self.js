export const self = 'self reference';
