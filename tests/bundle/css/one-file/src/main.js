import './main.css';
globalThis.late = () => import('./late.js');
globalThis.theme = () => import('./page.css');
