export const which = 'js';
