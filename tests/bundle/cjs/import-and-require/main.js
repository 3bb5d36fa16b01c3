import { once } from './once.js';
import { viaRequire } from './requirer.cjs';
import './shared.cjs';
console.log(once, viaRequire.once === once, globalThis.onceRan, globalThis.sharedRan);
