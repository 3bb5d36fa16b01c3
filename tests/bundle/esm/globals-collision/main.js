import { Array as Own, useOwn } from './own.js';
import { usesGlobals } from './global.js';
console.log(usesGlobals());
console.log(useOwn(), Own.isArray, Array.isArray([]));
