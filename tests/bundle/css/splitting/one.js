import './shared.css';
import './one.css';
export const lazy = () => import('./lazy.js');
