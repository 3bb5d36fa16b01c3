import styles, { title } from './card.module.css';
import * as all from './card.module.css';
import './global.css';
console.log(JSON.stringify({ styles, title, keys: Object.keys(all).sort(), nothing: styles.nothing }));
