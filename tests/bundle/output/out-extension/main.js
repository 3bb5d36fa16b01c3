import './main.css';
const { lazy } = await import('./lazy.js');
console.log(lazy);
