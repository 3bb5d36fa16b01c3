import { Inlined } from './kinds';
import { version } from './data.json';
console.log(Inlined.A, Inlined['B'], version);
