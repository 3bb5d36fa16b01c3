console.log('shared');
export const shared = 'shared value';
