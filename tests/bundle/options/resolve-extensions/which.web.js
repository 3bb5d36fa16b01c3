export const which = 'web';
