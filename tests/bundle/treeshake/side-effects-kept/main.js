import { used } from './effects.js';
import './only-effects.js';
console.log(used, globalThis.effects.join());
