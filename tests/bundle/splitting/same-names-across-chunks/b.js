const name = 'b';
export const value = `value ${name}`;
