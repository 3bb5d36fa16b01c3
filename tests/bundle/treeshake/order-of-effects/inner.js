console.log('inner');
export const unused = 'GONE inner';
