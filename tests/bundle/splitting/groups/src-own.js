console.log('own runs');
export const own = 'own';
