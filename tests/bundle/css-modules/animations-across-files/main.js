import styles from './a.module.css';
import motion from './motion.module.css';
console.log(styles.fade === motion.fade, styles.speed);
