// Calls that are said to have no effects still see what ran before them.
import './setup.js';
import { direct, inline, named, whole } from './reads.js';
console.log(direct, inline, named.value, whole);
