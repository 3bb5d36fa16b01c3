import styles, * as all from './card.module.css';
styles.mine = 'mine';
const key = ['nothing'][0];
console.log(styles[key], styles.mine, typeof styles.toString, styles[key ? 'title' : 'spin'] !== undefined, all.nothing);
console.log(['title', 'spin', 'w-1/2', 'inner'].map((name) => typeof styles[name]).join());
console.log([styles.title, styles.spin, styles['w-1/2'], styles.inner].map((it) => typeof it).join());
