console.log('dependency runs');
export const dependency = 'dependency';
