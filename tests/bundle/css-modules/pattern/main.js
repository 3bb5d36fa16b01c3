import styles from './cards/big card.module.css';
console.log(styles.title);
