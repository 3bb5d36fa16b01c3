import styles, { accent, own } from './a.module.css';
import theme from './theme/theme.module.css';
console.log(accent, own, styles.wide, styles['renamed'], theme.accent === accent, Object.keys(theme).join());
