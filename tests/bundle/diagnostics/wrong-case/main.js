import { a } from './Components/button.js';
console.log(a);
