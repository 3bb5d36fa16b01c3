import { shared } from './shared.js';
import { two } from './two.js';
console.log(shared, two);
