export const shared = (name) => `shared by ${name}`;
