export * from 'outside';
export const own = 'own beside external';
