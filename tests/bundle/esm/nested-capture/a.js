export const value = 'a';
export const helper = (x) => `h(${x})`;
