import './style.css';
console.log('MARK_main');
import('./lazy.js');
