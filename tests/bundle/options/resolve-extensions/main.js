import { which } from './which';
console.log(which);
