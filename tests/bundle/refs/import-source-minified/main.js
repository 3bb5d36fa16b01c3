import source unused from './a.js';
