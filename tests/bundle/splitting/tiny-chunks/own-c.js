import { abc } from './abc.js';
export const own = abc.join();
