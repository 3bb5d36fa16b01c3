import { mode } from 'pkg';
console.log(mode);
