import styles from './a.module.css';
console.log(Object.keys(styles).sort().join());
