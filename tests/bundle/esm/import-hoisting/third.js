console.log('third');
export const third = 3;
