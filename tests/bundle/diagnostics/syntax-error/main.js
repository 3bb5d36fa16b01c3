import './broken.js';
console.log('never');
