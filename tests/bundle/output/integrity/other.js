import { both } from './both.js'; export const other = both; export const back = () => import('./lazy.js');
