// An `await` that never runs makes no module wait, so every format can have it.
import { ready } from './ready.js';

if (false) await import('./nowhere.js');

console.log(ready);
