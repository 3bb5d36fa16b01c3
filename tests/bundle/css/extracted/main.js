import './main.css';
import './lib.js';
console.log('main');
