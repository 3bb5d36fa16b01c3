import './first.js';
import.meta.glob('./parts/*.js', { eager: true });
console.log('main');
