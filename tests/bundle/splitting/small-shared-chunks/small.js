export const small = (name) => `small ${name}`;
