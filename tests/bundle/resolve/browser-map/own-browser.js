export const own = 'own browser';
