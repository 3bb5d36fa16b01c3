import { a, b, renamed, all, def } from './index.js';
import * as index from './index.js';
console.log(a, b, renamed, all.a, def.a, index.a, index.renamed);
