import { a } from './folder/missing';
import './folder/helpre.js';
console.log(a);
