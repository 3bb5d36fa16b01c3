import twice from './twice.cjs';
import './script.js';
import './redeclared.js';
console.log(twice(1, 2).join());
