import 'effect';
import helper from './helper.js';
console.log(helper, globalThis.effect);
