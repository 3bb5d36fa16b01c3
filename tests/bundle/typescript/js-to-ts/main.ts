import { a } from './a.js';
import { b } from './b.mjs';
import { c } from './c.jsx';
import { d } from './d.cjs';
import { real } from './real.js';
console.log(a, b, c, d, real);
