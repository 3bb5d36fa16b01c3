import styles from './a.module.css';
console.log(JSON.stringify(styles));
