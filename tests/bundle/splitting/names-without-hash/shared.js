console.log('shared runs'); export const shared = 1;
