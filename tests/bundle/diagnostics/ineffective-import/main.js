import './other.js';
const { page } = await import('./page.js');
console.log(page());
