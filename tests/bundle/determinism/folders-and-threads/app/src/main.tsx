import './main.css';
import styles from './card.module.css';
import { pages } from './pages';
import json from './data.json';
import common from './common.cjs';
const App = () => <div className={styles.card}>{json.name}{common.value}</div>;
document.title = String(App);
for (const page of pages) page().then((ns) => console.log(ns.title));
