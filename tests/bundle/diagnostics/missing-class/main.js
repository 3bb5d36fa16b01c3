import styles, { title } from './card.module.css';
const { titles = 'none', ...rest } = styles;
console.log(styles.titles, styles['main-titel'], titles, title === styles.title, Object.keys(rest).join());
