export const value = 'b value';
const name = 'B';
export { name };
