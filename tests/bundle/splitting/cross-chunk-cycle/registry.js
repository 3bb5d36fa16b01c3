export const names = [];
export const register = (name) => names.push(name);
