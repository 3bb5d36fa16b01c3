console.log('shared'); export const shared = 's';
