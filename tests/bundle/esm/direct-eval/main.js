import { run } from './evaluator.js';
import { local } from './other.js';
console.log(run('inner + parameter', 'p'), local);
