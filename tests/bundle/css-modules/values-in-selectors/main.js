import styles from './a.module.css';
import other from './b.module.css';
const strip = (names) => names.replace(/_([\w-]+?)_[\w-]{6}(?= |$)/g, '$1');
for (const name of Object.keys(styles).sort()) console.log(name, '=', strip(styles[name]));
console.log(styles.title === other.title, styles.wraps.endsWith(other.title));
