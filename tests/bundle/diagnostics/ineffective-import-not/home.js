import { about } from './about.js';
export const home = `home ${about}`;
