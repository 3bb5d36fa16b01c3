console.log('lib runs');
export const used = 'used', kept = 'may stay';
const local = 'GONE';
