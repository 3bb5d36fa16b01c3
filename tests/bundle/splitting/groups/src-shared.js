console.log('shared runs');
export const shared = 'shared';
