export const shared = ['shared'];
