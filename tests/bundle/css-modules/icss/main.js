import styles, { breakpoint } from './a.module.css';
import b from './b.module.css';
console.log(breakpoint, styles['from-b'], b.accent, Object.keys(styles).sort().join());
console.log(styles.a.split(' ').length, styles.a.endsWith(` ${b.card}`));
