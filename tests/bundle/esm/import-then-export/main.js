import { x, y, z, ns, default as d } from './middle.js';
import * as middle from './middle.js';
console.log(x(), y(), z, ns.value, d(), Object.keys(middle).join());
middle.bump();
console.log(z, middle.z);
