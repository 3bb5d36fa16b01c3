console.log('a');
export const value = 'value of a';
import('./b.js').then((b) => console.log('a has', b.value));
