import './main.css';
import { shared } from './shared';
const n: number = 1;
document.title = `${shared} ${n} /icon.svg`;
import('./lazy').then((lazy) => lazy.run());
