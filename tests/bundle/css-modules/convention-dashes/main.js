import styles from './a.module.css';
console.log(Object.keys(styles).sort().join());
console.log(styles.farAway.replace(/_[\w-]{6}(?= |$)/g, ''));
