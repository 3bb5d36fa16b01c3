import styles, { primary, gap, double, small, later, quoted } from './a.module.css';
console.log(JSON.stringify({ primary, gap, double, small, later, quoted }));
console.log(Object.keys(styles).sort().join(), styles['gap-of-all']);
