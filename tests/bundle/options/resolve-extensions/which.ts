export const which = 'ts';
