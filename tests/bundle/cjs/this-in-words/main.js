import './words.js';
import './inner.js';
import script from './script.js';
import arrow from './arrow.js';

console.log(script.fromThis, arrow.fromArrow);
