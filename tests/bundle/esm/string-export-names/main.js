import { 'a-b' as ab, 'two words' as words, default as d, 'ünï' as u } from './names.js';
import * as names from './again.js';
console.log(ab, words(), d, u);
console.log(names['a-b'], names['two words'](), Object.keys(names).join('|'));
export { ab as 'ex-port' };
