import './lazy.css'; import { both } from './both.js'; import { shared } from './shared.js'; export const lazy = both + shared; export const back = () => import('./other.js');
