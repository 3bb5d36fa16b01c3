const prefix = 'shared ';
export const shared = (name) => prefix + name;
