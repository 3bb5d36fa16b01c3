import './main.css';
import { shared } from './shared.js';
globalThis.loads = () => Promise.all([import('./lazy.js'), import('./other.js')]);
console.log(shared);
