import { outer } from 'outer';
import { version } from 'dep';
console.log(outer, version);
