console.log('never');
export const silent = 1;
