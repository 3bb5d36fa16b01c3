import sum, { add, memory, base, given, counter, vector, change, 'twice-times' as twiceTimes, class as times, '' as nameless } from './math.wasm';
import * as math from './math.wasm';
import './start.wasm';
import { unused } from 'pure';
import { again } from './again.js';

console.log(add(40, 2), sum(1, 2), twiceTimes(3, 4), times(5, 6), nameless(7, 8), math['💥'](1, 1), math.__proto__(2, 2), math.wasm_1(3, 3));
console.log(memory instanceof WebAssembly.Memory, given, base, counter, vector, change());
console.log(Object.keys(math).join());
console.log(Reflect.ownKeys(math).length, Object.prototype.toString.call(math), 'then' in math);
console.log(again === add, (await import('./math.wasm')).add === add);
const later = await import('./later.js');
console.log(later.add(1, 1), Object.keys(later).includes('default'));
