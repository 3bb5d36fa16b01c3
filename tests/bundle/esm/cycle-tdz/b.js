import { constant, variable, Class } from './a.js';
const attempt = (get) => {
  try {
    return String(get());
  } catch (error) {
    return error.name;
  }
};
export const look = () => [attempt(() => constant), attempt(() => variable), attempt(() => typeof Class)].join(' ');
console.log(look());
