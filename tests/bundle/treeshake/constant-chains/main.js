import { YES, OFF, FOUR } from './barrel.js';
import * as all from './barrel.js';
import four, * as source from './source.js';

console.log(YES ? 'yes' : 'DEAD', OFF ? 'DEAD' : 'no', FOUR === 4 ? 'four' : 'DEAD');
console.log(all.YES ? 'yes' : 'DEAD', all.OFF ? 'DEAD' : 'no');
if (source.ON && !source.OFF) console.log('on', four);
if (four !== 4) console.log('DEAD');
const later = await import('./barrel.js');
console.log(later.OFF, later.FOUR, later.inner.ON);
